"""What the voucher page says while one types: of the day that is typed, each thing once, and what is wrong itself."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import lock_period
from accounting.ledger.models import Period
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
