"""Voucher pages: the list, one voucher with its ways on, and reversing it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import (
    lock_period,
    lock_vat_term,
    post_voucher,
    post_vouchers,
    reverse_voucher,
)
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Period, Voucher
from accounting.open_items.models import OpenItem
from accounting.vat.models import VatTerm
from crm.models import Party
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.accounting.pages import address, csv_of, plain, queries_of, rows_of, text_of, xlsx_of
from tests.world import TODAY, World, draft, line, post

pytestmark = pytest.mark.django_db

PAIR = (line("1920", "10.00"), line("3900", "-10.00"))
PURCHASE = (line("6553", "125.00", "1"), line("1920", "-125.00"))


def get(client: Client, world: World, name: str, *args: object, **query: str) -> Any:
    client.force_login(world.ola)
    return client.get(address(world, name, *args), query)


# --- The list ---


def test_the_list_shows_the_latest_first_each_with_its_sum(client: Client, world: World) -> None:
    first = post(world, *PURCHASE, text="Programvare", day=date(2026, 11, 2))
    second = post(world, *PAIR, kind="bank", stamp_number=12)
    answer = get(client, world, "vouchers")
    assert [row.url for row in answer.context["table"].rows] == [
        address(world, "voucher", second.pk),
        address(world, "voucher", first.pk),
    ]
    names = [column.name for column in answer.context["table"].columns]
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(answer)]
    assert [(r["number"], r["date"], r["stamp_number"], r["total"]) for r in rows] == [
        ("5-1/2026", "24.11.2026", "12", "10,00"),
        ("6-1/2026", "02.11.2026", "", "125,00"),
    ]
    assert rows[1]["registered_by"] == str(world.ola)


def test_an_empty_list_is_no_error(client: Client, world: World) -> None:
    answer = get(client, world, "vouchers")
    assert (answer.status_code, rows_of(answer)) == (200, [])


def test_the_exports_hold_what_the_list_shows(client: Client, world: World) -> None:
    for amount in ("10.00", "1234567.89"):
        post(world, line("1920", amount), line("3900", f"-{amount}"), text="Æ; «ø» å")
    on_page = rows_of(get(client, world, "vouchers"))
    from_csv = csv_of(get(client, world, "vouchers", export="csv"))
    from_xlsx = xlsx_of(get(client, world, "vouchers", export="xlsx"))
    assert [row[-1].replace(" ", "") for row in on_page] == [row[-1] for row in from_csv]
    assert [row[0] for row in on_page] == [row[0] for row in from_csv]
    assert [row[0] for row in from_xlsx] == [row[0] for row in from_csv]
    assert [Decimal(str(row[-1])) for row in from_xlsx] == [Decimal("1234567.89"), Decimal(10)]


def test_a_date_filter_narrows_the_list(client: Client, world: World) -> None:
    post(world, *PAIR, day=date(2026, 10, 5))
    post(world, *PAIR)
    chip = get(client, world, "vouchers").context["table"].chips[0]
    (from_name, *_rest), (to_name, *_more) = chip.fields
    query = {from_name: "01.10.2026", to_name: "31.10.2026"}
    assert [row[1] for row in rows_of(get(client, world, "vouchers", **query))] == ["05.10.2026"]


def test_the_list_takes_as_many_queries_for_thirty_as_for_three(
    client: Client, world: World
) -> None:
    client.force_login(world.ola)
    for _ in range(3):
        post(world, *PAIR)
    few = queries_of(client, address(world, "vouchers"))
    post_vouchers([draft(*PAIR)] * 27, company=world.fjord, by=world.ola)
    assert queries_of(client, address(world, "vouchers")) == few


# --- One voucher ---


def test_a_voucher_shows_what_was_posted_and_leads_on(client: Client, world: World) -> None:
    supplier = Party.objects.create(company=world.fjord, name="Elgrossen AS", supplier_number=20001)
    euro = {"currency": "EUR", "rate": Decimal("11.7305")}
    voucher = post_voucher(
        draft(
            DraftLine("6553", None, currency_amount=Decimal("100.00"), vat_code="86", **euro),
            DraftLine(
                *("2400", None),
                currency_amount=Decimal("-100.00"),
                party=supplier.pk,
                invoice_number="40118",
                kid="602243",
                due_date=date(2026, 12, 8),
                **euro,
            ),
            text="Sky",
        ),
        company=world.fjord,
        by=world.ola,
    )
    answer = get(client, world, "voucher", voucher.pk)
    said = text_of(answer)
    for words in ("1 173,05", "293,26", "EUR 100,00", "11,7305", "602243", "40118", "08.12.2026"):
        assert words in said, words
    html = answer.content.decode()
    for number in ("6553", "2400", "2714", "2704"):
        assert f"{address(world, 'ledger')}?account={number}&amp;year=2026" in html
    assert address(world, "party", supplier.pk) in html
    assert address(world, "voucher_reverse", voucher.pk) in html


def test_a_voucher_and_its_reversal_lead_to_each_other(client: Client, world: World) -> None:
    voucher = post(world, *PAIR)
    reversal = reverse_voucher(
        company=world.fjord, by=world.ola, voucher=voucher, on=TODAY, reason="Dobbelt ført"
    )
    for one, other in ((voucher, reversal), (reversal, voucher)):
        answer = get(client, world, "voucher", one.pk)
        assert address(world, "voucher", other.pk) in answer.content.decode()
        assert "Dobbelt ført" in text_of(answer)
    html = get(client, world, "voucher", voucher.pk).content.decode()
    assert address(world, "voucher_reverse", voucher.pk) not in html


def test_a_voucher_of_many_lines_takes_no_more_queries(client: Client, world: World) -> None:
    client.force_login(world.ola)
    small = post(world, *PAIR)
    lines = [line("6553", "1.00", "1", text=str(at)) for at in range(30)]
    large = post(world, *lines, line("1920", "-30.00"))
    few = queries_of(client, address(world, "voucher", small.pk))
    assert queries_of(client, address(world, "voucher", large.pk)) <= few + 1


def test_another_companys_voucher_is_not_there(client: Client, world: World) -> None:
    with company_scope(world.tind.pk):
        theirs = post_voucher(draft(*PAIR), company=world.tind, by=world.per)
    for name in ("voucher", "voucher_reverse"):
        assert get(client, world, name, theirs.pk).status_code == 404
        assert get(client, world, name, 10**15).status_code == 404
    client.force_login(world.per)
    mine = post(world, *PAIR)
    assert client.get(address(world, "voucher", mine.pk)).status_code == 404


@pytest.mark.parametrize(
    ("role", "see", "post_", "reverse"),
    [
        (Role.BOOKKEEPER, 200, 200, 200),
        (Role.AUDITOR, 200, 403, 403),
        (Role.APPROVER, 200, 403, 403),
        (Role.SALES, 403, 403, 403),
    ],
)
def test_each_role_gets_as_far_as_it_may(
    client: Client, world: World, role: Role, see: int, post_: int, reverse: int
) -> None:
    voucher = post(world, *PAIR)
    client.force_login(world.people[role])
    assert client.get(address(world, "voucher", voucher.pk)).status_code == see
    assert client.get(address(world, "voucher_new")).status_code == post_
    assert client.get(address(world, "voucher_reverse", voucher.pk)).status_code == reverse


# --- Reversing ---


def reverse(client: Client, world: World, voucher: Voucher, **data: str) -> Any:
    client.force_login(world.ola)
    given = {"on": "24.11.2026", "reason": "Feil konto"} | data
    return client.post(address(world, "voucher_reverse", voucher.pk), given)


def test_reversing_leads_to_the_reversal_and_settles_what_it_meets(
    client: Client, world: World
) -> None:
    customer = Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)
    voucher = post(world, line("1500", "10.00", party=customer.pk), line("3900", "-10.00"))
    answer = reverse(client, world, voucher)
    reversal = Voucher.objects.get(reverses=voucher)
    assert answer["Location"] == address(world, "voucher", reversal.pk)
    assert {item.remaining for item in OpenItem.objects.all()} == {Decimal("0.00")}
    again = reverse(client, world, voucher)
    assert again["Location"] == answer["Location"]
    assert Voucher.objects.count() == 2
    assert reverse(client, world, voucher, reason="En annen grunn").status_code == 422


def test_the_form_proposes_a_day_that_is_not_before_the_voucher(
    client: Client, world: World
) -> None:
    late = post(world, *PAIR, day=date(2027, 2, 1))
    form = get(client, world, "voucher_reverse", late.pk).context["form"]
    assert form["on"].value() in ("01.02.2027", date(2027, 2, 1))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 256}, "reason"),
        ({"on": ""}, "on"),
        ({"on": "31.02.2026"}, "on"),
        ({"on": "23.11.2026"}, "on"),
        ({"on": "01.01.2062"}, "on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, world: World, data: dict[str, str], field: str
) -> None:
    voucher = post(world, *PAIR)
    answer = reverse(client, world, voucher, **data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    bound = answer.context["form"]
    assert {name: bound[name].value() for name in ("on", "reason")} == {
        "on": "24.11.2026",
        "reason": "Feil konto",
    } | data
    assert Voucher.objects.count() == 1


def test_a_locked_period_and_a_locked_vat_term_are_said_at_the_day(
    client: Client, world: World
) -> None:
    voucher = post(world, *PURCHASE)
    term = VatTerm.objects.for_company(world.fjord).get()
    lock_vat_term(company=world.fjord, by=world.ola, term=term)
    answer = reverse(client, world, voucher)
    assert list(answer.context["form"].errors) == ["on"]
    assert "6/2026" in plain(answer.context["form"].errors["on"])
    period = Period.objects.for_company(world.fjord).get(pk=voucher.period_id)
    lock_period(company=world.fjord, by=world.ola, period=period)
    assert len(reverse(client, world, voucher).context["form"].errors["on"]) == 2
    assert reverse(client, world, voucher, on="04.01.2027").status_code == 302
