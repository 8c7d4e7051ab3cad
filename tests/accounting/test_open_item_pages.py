"""Open items as pages: all of them, those of a party, settling the chosen, undoing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounting.ledger.actions import post_voucher
from accounting.ledger.checks import check_books
from accounting.open_items.models import OpenItem, Settlement
from crm.models import Party
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.accounting.pages import address, csv_of, queries_of, rows_of, xlsx_of
from tests.world import TODAY, World, draft, line, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Tryggfjord AS", customer_number=10001)


@pytest.fixture
def supplier(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Elgrossen AS", supplier_number=20001)


def owe(world: World, party: Party, amount: str, **how: Any) -> OpenItem:
    """Post an invoice (positive) or a payment (negative) of a customer."""
    day = how.pop("day", TODAY)
    against = "1920" if amount.startswith("-") else "3900"
    back = f"{-Decimal(amount)}"
    voucher = post(world, line("1500", amount, party=party.pk, **how), line(against, back), day=day)
    return OpenItem.objects.get(voucher=voucher)


def get(client: Client, world: World, name: str, *args: object, **query: str) -> Any:
    client.force_login(world.ola)
    return client.get(address(world, name, *args), query)


def settle(client: Client, world: World, party: Party, *items: OpenItem) -> Any:
    client.force_login(world.ola)
    chosen = {"key": str(uuid4()), "selected": [str(item.pk) for item in items]}
    return client.post(address(world, "party_settle", party.pk), chosen, follow=True)


def left(*items: OpenItem) -> list[str]:
    return [str(OpenItem.objects.get(pk=item.pk).remaining) for item in items]


# --- All ---


def test_the_oldest_stand_first_with_what_is_left_of_them(
    client: Client, world: World, customer: Party
) -> None:
    due = {"invoice_number": "17", "kid": "602243", "due_date": date(2026, 12, 8)}
    new = owe(world, customer, "1000.00", **due)
    old = owe(world, customer, "250.50", day=date(2026, 10, 1))
    paid = owe(world, customer, "-50.50", day=date(2026, 10, 2))
    settle(client, world, customer, old, paid)
    answer = get(client, world, "open_items")
    assert [row.object.pk for row in answer.context["table"].rows] == [old.pk, new.pk]
    first, second = rows_of(answer)
    assert (first[0], first[-2:]) == ("Tryggfjord AS", ["250,50", "200,00"])
    assert {"17", "602243", "08.12.2026", "1 000,00"} <= set(second)
    assert answer.context["table"].rows[0].url == address(world, "party_items", customer.pk)
    assert answer.context["table"].totals["remaining"] == Decimal("1200.00")


def test_a_sub_ledger_and_due_dates_narrow_the_list_and_its_exports(
    client: Client, world: World, customer: Party, supplier: Party
) -> None:
    owe(world, customer, "100.00", due_date=TODAY)
    owe(world, customer, "200.00", due_date=TODAY + timedelta(days=30))
    post(world, line("6800", "70.00"), line("2400", "-70.00", party=supplier.pk, due_date=TODAY))
    assert len(rows_of(get(client, world, "open_items", role="customer"))) == 2
    assert [r[0] for r in rows_of(get(client, world, "open_items", role="supplier"))] == [
        "Elgrossen AS"
    ]
    from_csv = csv_of(get(client, world, "open_items", role="customer", export="csv"))
    from_xlsx = xlsx_of(get(client, world, "open_items", role="customer", export="xlsx"))
    assert [row[-1] for row in from_csv] == ["100,00", "200,00"]
    assert [row[-1] for row in from_xlsx] == [100, 200]


def test_an_empty_list_and_an_empty_party_are_no_errors(
    client: Client, world: World, customer: Party
) -> None:
    assert rows_of(get(client, world, "open_items")) == []
    answer = get(client, world, "party_items", customer.pk)
    assert (answer.status_code, rows_of(answer)) == (200, [])
    assert get(client, world, "party_items_panel", customer.pk).status_code == 200


def test_the_pages_take_as_many_queries_for_thirty_items_as_for_three(
    client: Client, world: World, customer: Party
) -> None:
    client.force_login(world.ola)
    urls = (
        address(world, "open_items"),
        address(world, "party_items", customer.pk),
        address(world, "party_items_panel", customer.pk),
    )

    def settle_two() -> None:
        items = [owe(world, customer, amount) for amount in ("10.00", "-10.00")]
        settle(client, world, customer, *items)
        owe(world, customer, "5.00")

    for _ in range(3):
        settle_two()
    few = [queries_of(client, url) for url in urls]
    for _ in range(12):
        settle_two()
    assert [queries_of(client, url) for url in urls] == few


# --- A party ---


def test_a_party_shows_its_items_what_is_overdue_and_the_ways_on(
    client: Client, world: World, customer: Party
) -> None:
    late = owe(world, customer, "100.00", due_date=TODAY - timedelta(days=1))
    owe(world, customer, "40.00", due_date=TODAY + timedelta(days=1))
    answer = get(client, world, "party_items", customer.pk)
    shown = answer.context["balance"]
    assert (shown.balance, shown.overdue) == (Decimal("140.00"), Decimal("100.00"))
    html = answer.content.decode()
    assert address(world, "voucher", late.voucher_id) in html
    assert address(world, "party", customer.pk) in html


def test_the_chosen_items_meet_and_can_be_parted_again(
    client: Client, world: World, customer: Party
) -> None:
    old = owe(world, customer, "100.00", day=date(2026, 10, 1))
    new = owe(world, customer, "80.00")
    paid = owe(world, customer, "-150.00")
    answer = settle(client, world, customer, new, paid, old)
    assert answer.redirect_chain[-1][0] == address(world, "party_items", customer.pk)
    assert left(old, new, paid) == ["0.00", "30.00", "0.00"]
    settlement = Settlement.objects.get()
    assert (settlement.registered_by_id, settlement.date) == (world.ola.pk, timezone.localdate())
    page = get(client, world, "party_items", customer.pk)
    undo = address(world, "settlement_undo", settlement.pk)
    assert undo in page.content.decode()
    client.post(undo)
    assert left(old, new, paid) == ["100.00", "80.00", "-150.00"]
    assert undo not in get(client, world, "party_items", customer.pk).content.decode()
    client.post(undo)
    assert Settlement.objects.count() == 2
    assert check_books(world.fjord) == []


def test_what_cannot_meet_is_said_and_changes_nothing(
    client: Client, world: World, customer: Party
) -> None:
    one, two = owe(world, customer, "100.00"), owe(world, customer, "80.00")
    for chosen in ((), (one,), (one, two)):
        answer = settle(client, world, customer, *chosen)
        assert answer.status_code == 200
        assert 'class="toast toast--neg">' in answer.content.decode()
    assert (left(one, two), Settlement.objects.count()) == (["100.00", "80.00"], 0)


def test_a_long_list_has_pages_and_is_narrowed_and_sorted(
    client: Client, world: World, customer: Party
) -> None:
    for day in range(1, 13):
        owe(world, customer, f"{day}.00", day=date(2026, 10, day), invoice_number=f"A{day}")
        owe(world, customer, f"-{day}.00", day=date(2026, 11, day))
    for number in range(28):
        owe(world, customer, "500.00", invoice_number=f"B{number}", kid=f"7{number:02}")
    first = get(client, world, "party_items", customer.pk)
    assert len(rows_of(first)) == 50
    assert first.context["table"].totals["remaining"] == Decimal("14000.00")
    assert len(rows_of(client.get(first.context["table"].page.next_url))) == 2
    by_size = rows_of(get(client, world, "party_items", customer.pk, sort="remaining"))
    assert [row[-1] for row in by_size[:4]] == ["1,00", "-1,00", "2,00", "-2,00"]
    for text, found in (("12,00", ["-12,00", "12,00"]), ("A11", ["11,00"]), ("727", ["500,00"])):
        answer = get(client, world, "party_items", customer.pk, q=text)
        assert sorted(row[-1] for row in rows_of(answer)) == found
    panel = get(client, world, "party_items_panel", customer.pk)
    assert len(panel.context["items"]) == 10


def test_ids_that_are_not_the_partys_are_left_out(
    client: Client, world: World, customer: Party
) -> None:
    other = Party.objects.create(company=world.fjord, name="En annen", customer_number=10002)
    theirs = owe(world, other, "-100.00")
    mine = owe(world, customer, "100.00")
    settle(client, world, customer, mine, theirs)
    client.post(
        address(world, "party_settle", customer.pk),
        {"key": str(uuid4()), "selected": ["x", "-1", "9" * 40, "9" * 5000, "²"]},
    )
    assert left(mine, theirs) == ["100.00", "-100.00"]


def test_another_companys_party_and_settlement_are_not_there(client: Client, world: World) -> None:
    with company_scope(world.tind.pk):
        theirs = Party.objects.create(company=world.tind, name="Deres", customer_number=1)
        for lines in (
            (line("1500", "10.00", party=theirs.pk), line("3900", "-10.00")),
            (line("1920", "10.00"), line("1500", "-10.00", party=theirs.pk)),
        ):
            post_voucher(draft(*lines), company=world.tind, by=world.per)
        items = list(OpenItem.objects.all())
    client.force_login(world.ola)
    for name in ("party_items", "party_items_panel"):
        assert client.get(address(world, name, theirs.pk)).status_code == 404
    chosen = {"key": str(uuid4()), "selected": [item.pk for item in items]}
    assert client.post(address(world, "party_settle", theirs.pk), chosen).status_code == 404
    assert client.post(address(world, "settlement_undo", 1)).status_code == 404


@pytest.mark.parametrize(
    ("role", "see", "settle_"),
    [(Role.BOOKKEEPER, 200, 302), (Role.AUDITOR, 200, 403), (Role.SALES, 403, 403)],
)
def test_each_role_gets_as_far_as_it_may(
    client: Client, world: World, customer: Party, role: Role, see: int, settle_: int
) -> None:
    owed, paid = owe(world, customer, "10.00"), owe(world, customer, "-10.00")
    client.force_login(world.people[role])
    page = client.get(address(world, "party_items", customer.pk))
    assert page.status_code == see
    for part in (address(world, "party_settle", customer.pk), 'name="selected"'):
        assert (part in page.content.decode()) == (settle_ == 302)
    chosen = {"key": str(uuid4()), "selected": [owed.pk, paid.pk]}
    assert client.post(address(world, "party_settle", customer.pk), chosen).status_code == settle_
