"""What the voucher page says while one types: of the day that is typed, each thing once, and what is wrong itself."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import lock_period
from accounting.ledger.models import Period, Voucher
from accounting.vat.models import VatTerm
from tests.accounting.test_voucher_page import address, form
from tests.world import World, line, post

pytestmark = pytest.mark.django_db

COST = {"account": "6300 Leie lokaler", "debit": "1 000,00"}
BANK = {"account": "1920 Bankinnskudd", "credit": "1 000,00"}


def checked(client: Client, world: World, data: dict[str, str]) -> Any:
    client.force_login(world.ola)
    return client.post(address(world, "voucher_check"), data)


def lines_of(answer: Any) -> list[str]:
    """Return what stands below "Checks", line by line."""
    checks = answer.content.decode().split('id="checks-h"')[1].split("</section>")[0]
    return [part.split("</p>")[0] for part in checks.split('<p class="row">')[1:]]


def lock_january(world: World) -> None:
    post(world, line("6300", "1.00"), line("1920", "-1.00"), day=date(2026, 1, 2))
    january = Period.objects.for_company(world.fjord).get(start=date(2026, 1, 1))
    lock_period(company=world.fjord, by=world.ola, period=january)


def test_a_locked_period_is_told_once_and_no_other_period_is_praised(
    client: Client, world: World
) -> None:
    lock_january(world)
    lines = lines_of(checked(client, world, form(COST, BANK, date="15.01.2026")))
    assert [line for line in lines if "01.2026" in line] == lines[-1:]
    assert not any("11.2026" in line for line in lines)
    assert len(lines) == 2  # Debit and credit are equal; the period is locked.


def test_the_next_voucher_speaks_of_the_period_of_its_own_date(
    client: Client, world: World
) -> None:
    lock_january(world)
    client.force_login(world.ola)
    page = client.get(address(world), {"date": "15.01.2026"})
    assert "01.2026" in lines_of(page)[0]
    assert page.context["period"].is_locked


def test_a_date_that_cannot_be_read_has_no_period(client: Client, world: World) -> None:
    answer = checked(client, world, form(COST, BANK, date="snart"))
    assert answer.context["period"] is None
    assert len(lines_of(answer)) == 2  # Debit and credit are equal; the date is none.


def test_a_voucher_out_of_balance_is_told_once(client: Client, world: World) -> None:
    lines = lines_of(checked(client, world, form(COST, BANK | {"credit": "900"})))
    assert len(lines) == 2  # The open period; what is missing.
    assert "100,00" in lines[1]


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ({"debit": "100", "credit": "100"}, "credit"),
        ({"debit": "100", "credit": "30"}, "credit"),
        ({"debit": "0,001"}, "debit"),
        ({"credit": "0"}, "credit"),
    ],
)
def test_an_amount_on_both_sides_or_of_nothing_is_told_as_what_it_is(
    client: Client, world: World, typed: dict[str, str], cell: str
) -> None:
    wrong = {"account": "6300 Leie lokaler"} | typed
    client.force_login(world.ola)
    answer = client.post(address(world), form(wrong, COST, BANK))
    (message,) = answer.context["form"].lines[0].errors.items()
    blank = client.post(address(world), form({"account": "6300 Leie lokaler"}, COST, BANK))
    assert message[0] == cell
    assert answer.status_code == 422
    assert message[1] not in blank.context["form"].lines[0].errors.values()


@pytest.mark.parametrize("rate", ["mye", "0", "-11,5"])
def test_a_wrong_rate_is_told_as_a_rate(client: Client, world: World, rate: str) -> None:
    client.force_login(world.ola)
    answer = client.post(address(world), form(COST, BANK, currency="EUR", rate=rate))
    (message,) = answer.context["form"].head.errors["rate"]
    assert "11,4525" in message


TAXED = COST | {"vat_code": "1"}


@pytest.mark.parametrize("typed", ["01.03.2016", "01.03.2036", "31.12.9999"])
def test_a_vat_term_of_a_mistyped_year_is_refused_at_its_field_and_not_made(
    client: Client, world: World, typed: str
) -> None:
    answer = checked(client, world, form(TAXED, BANK, vat_term_date=typed))
    assert list(answer.context["form"].head.errors) == ["vat_term_date"]
    assert answer.context["vat_term"] is None
    posting = client.post(address(world), form(TAXED, BANK, vat_term_date=typed))
    assert (posting.status_code, list(posting.context["form"].head.errors)) == (
        422,
        ["vat_term_date"],
    )
    assert not Voucher.objects.exists()
    assert not VatTerm.objects.exists()
    assert checked(client, world, form(vat_term_date=typed)).context["vat_term"] is None


@pytest.mark.parametrize(
    ("typed", "term"), [("31.12.2025", "6/2025"), ("01.03.2026", "2/2026"), ("02.01", "1/2026")]
)
def test_the_term_that_posting_will_make_is_told_before(
    client: Client, world: World, typed: str, term: str
) -> None:
    answer = checked(client, world, form(TAXED, BANK, vat_term_date=typed))
    assert str(answer.context["vat_term"]) == term
    assert sum(term in line for line in lines_of(answer)) == 1
    assert not VatTerm.objects.exists()
    assert client.post(address(world), form(TAXED, BANK, vat_term_date=typed)).status_code == 302
    assert str(VatTerm.objects.get(pk__in=used_terms())) == term


def used_terms() -> list[int]:
    """Return the VAT terms that the entries of the only voucher are in."""
    entries = Voucher.objects.get().entries.exclude(vat_term=None)
    return list(entries.values_list("vat_term", flat=True))


def test_a_term_of_an_open_year_may_be_further_away(client: Client, world: World) -> None:
    for day in ("04.01.2027", "03.01.2028"):
        assert client_posts(client, world, date=day) == 302
    far = {"date": "03.01.2028", "vat_term_date": "01.06.2026"}
    assert client_posts(client, world, **far) == 302
    assert client_posts(client, world, **(far | {"vat_term_date": "31.12.2025"})) == 422


def client_posts(client: Client, world: World, **head: str) -> int:
    client.force_login(world.ola)
    return client.post(address(world), form(TAXED, BANK, **head)).status_code
