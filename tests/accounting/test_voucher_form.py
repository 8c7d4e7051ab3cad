"""The voucher form under bad input, repeats and locks: told at its cell, nothing lost, nothing posted twice."""

import html
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import lock_period, lock_vat_term, post_voucher
from accounting.ledger.models import Dimension, DimensionValue, FiscalYear, Period, Voucher
from accounting.vat.models import VatTerm
from tests.accounting.dimensions import make_cars
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.world import World, draft, line, post

pytestmark = pytest.mark.django_db

COST = {"account": "6300 Leie lokaler", "debit": "1 000,00"}
BANK = {"account": "1920 Bankinnskudd", "credit": "1 000,00"}


def send(client: Client, world: World, data: dict[str, str], name: str = "voucher_new") -> Any:
    client.force_login(world.ola)
    return client.post(address(world, name), data)


def errors_of(answer: Any) -> dict[str, set[str]]:
    """Return what is wrong: by line, and for the head."""
    filled = answer.context["form"]
    lines = {f"line {line.number}": set(line.errors) for line in filled.lines if line.errors}
    return lines | ({"head": set(filled.head.errors)} if filled.head.errors else {})


def test_the_same_form_twice_posts_once(client: Client, world: World) -> None:
    data = form(COST, BANK)
    first, second = (send(client, world, data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Voucher.objects.count() == 1


def test_a_form_sent_back_and_changed_is_refused_and_not_lost(client: Client, world: World) -> None:
    data = form(COST, BANK)
    send(client, world, data)
    changed = data | {"debit-0": "2 000,00", "credit-1": "2 000,00"}
    answer = send(client, world, changed)
    assert answer.status_code == 422
    assert answer.context["form"].problems
    assert values_in(answer)["debit-0"] == "2 000,00"
    assert Voucher.objects.count() == 1


def values_in(answer: Any) -> dict[str, str]:
    """Return what stands in the fields of a page."""
    page = answer.content.decode()
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name = re.search(r'\bname="([^"]+)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(
        r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def test_nothing_that_was_typed_is_lost_when_something_is_wrong(
    client: Client, world: World
) -> None:
    full = {
        "account": "9999 «Finnes ikke» & <b>",
        "text": "Æ \"ø\" 'å' <script>",
        "vat_code": "1",
        "department": "77 Nord",
        "project": "P?",
        "debit": "=12500*1,25",
        "invoice_number": "F-17",
        "due_date": "31.02",
        "kid": "1" * 26,
        make_cars(world).cell: '"NIX" <i>',
    }
    head = {"vat_date": "31.02", "vat_term_date": "i forfjor"}
    data = form(full, BANK, text="Hele greia", date="24.11.2026", currency="NOK", **head)
    answer = send(client, world, data)
    assert answer.status_code == 422
    shown = values_in(answer)
    typed = {name: value for name, value in data.items() if name != "lines"}
    assert {name: shown.get(name) for name in typed} == typed
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</main")[0].replace(
        "<script type", ""
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("kid", "1" * 26),
        ("invoice_number", "F" * 61),
        ("due_date", "31.02"),
        ("department", "77"),
        ("project", "77"),
        ("vat_code", "77"),
        ("debit", "mye"),
        ("debit", "99999999999999999"),
        ("account", "9999"),
        ("account", "leie"),
        ("account", "2400 77777"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_at_its_cell(
    client: Client, world: World, cell: str, value: str
) -> None:
    department = Dimension.objects.get(company=world.fjord, kind="department")
    DimensionValue.objects.create(company=world.fjord, dimension=department, code="10", name="Nord")
    assert department.code == "AVD"
    answer = send(client, world, form(COST | {cell: value}, BANK))
    assert answer.status_code == 422
    assert cell in errors_of(answer)["line 0"]
    assert not Voucher.objects.exists()


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ({"date": ""}, "date"),
        ({"date": "31.02.2026"}, "date"),
        ({"date": "01.01.2062"}, "date"),
        ({"voucher_type": "depreciation"}, "voucher_type"),
        ({"voucher_type": ""}, "voucher_type"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "XXQ", "rate": "1,5"}, "currency"),
        ({"currency": "EUR"}, "rate"),
        ({"currency": "EUR", "rate": "-11"}, "rate"),
        ({"currency": "EUR", "rate": "mye"}, "rate"),
        ({"text": "x" * 256}, "text"),
        ({"vat_date": "31.02"}, "vat_date"),
        ({"vat_term_date": "i forfjor"}, "vat_term_date"),
        ({"vat_term_date": "31.12.2062"}, "vat_term_date"),
        ({"vat_term_date": "31.12.1962"}, "vat_term_date"),
        ({"key": "ikke en nøkkel"}, "key"),
    ],
)
def test_what_is_wrong_with_the_head_is_told_at_its_field(
    client: Client, world: World, head: dict[str, str], field: str
) -> None:
    answer = send(client, world, form(COST, BANK, **head))
    assert answer.status_code == 422
    told = errors_of(answer)
    assert field in told.get("head", set()) or "debit" in told.get("line 0", set())
    assert not Voucher.objects.exists()


def test_what_no_browser_sends_is_no_fault_of_the_server(client: Client, world: World) -> None:
    odd = (
        {"text-0": "nul\x00tegn"},
        {"account-0": "\x00"},
        {"kid-0": "\x00"},
        {"lines": "9" * 5000},
        {"lines": "-1"},
        {"lines": "²"},
        {"lines": ""},
        {"debit-0": "9" * 500},
        {"debit-0": "=1/0"},
        {"debit-0": "=" + "(" * 300},
        {"date": "9" * 300},
    )
    for change in odd:
        for name in ("voucher_new", "voucher_check"):
            answer = send(client, world, form(COST, BANK) | change, name)
            assert answer.status_code in (200, 302, 422), (name, change)


def test_locks_are_told_at_the_date_and_at_the_vat_code(client: Client, world: World) -> None:
    with_vat = COST | {"vat_code": "1"}
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"))
    lock_vat_term(
        company=world.fjord, by=world.ola, term=VatTerm.objects.for_company(world.fjord).get()
    )
    assert errors_of(send(client, world, form(with_vat, BANK))) == {"line 0": {"vat_code"}}
    period = Period.objects.for_company(world.fjord).get(start=date(2026, 11, 1))
    lock_period(company=world.fjord, by=world.ola, period=period)
    assert errors_of(send(client, world, form(with_vat, BANK))) == {
        "head": {"date"},
        "line 0": {"vat_code"},
    }
    assert send(client, world, form(with_vat, BANK, date="04.01.2027")).status_code == 302


def test_the_check_tells_the_same_and_posts_nothing_and_opens_no_year(
    client: Client, world: World
) -> None:
    fine = send(client, world, form(COST, BANK, date="04.01.2027"), "voucher_check")
    assert (fine.status_code, errors_of(fine)) == (200, {})
    wrong = send(client, world, form(COST | {"project": "77"}, BANK), "voucher_check")
    assert errors_of(wrong) == {"line 0": {"project"}}
    far = send(client, world, form(COST, BANK, date="01.01.2062"), "voucher_check")
    assert far.status_code == 200
    assert not Voucher.objects.exists()
    assert FiscalYear.objects.for_company(world.fjord).count() == 1


def test_the_next_voucher_has_the_next_number_of_its_series(client: Client, world: World) -> None:
    post_voucher(
        draft(line("1920", "1.00"), line("3900", "-1.00")), company=world.fjord, by=world.ola
    )
    send(client, world, form(COST, BANK))
    send(client, world, form(COST, BANK, voucher_type="bank"))
    send(client, world, form(COST, BANK, date="04.01.2027"))
    vouchers = Voucher.objects.order_by("pk").values_list("voucher_type__key", "number")
    assert list(vouchers) == [("manual", 1), ("manual", 2), ("bank", 1), ("manual", 1)]


def test_a_form_of_another_company_posts_nowhere(client: Client, world: World) -> None:
    client.force_login(world.per)
    data = form(COST, BANK) | {"key": str(uuid.uuid4())}
    assert client.post(address(world, "voucher_new"), data).status_code == 404
    assert not Voucher.objects.exists()
