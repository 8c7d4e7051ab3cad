"""Open items: settling in whole and in part, undoing, and reversal together with what it meets."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounting.ledger.actions import SourceKeyReused
from accounting.ledger.checks import check_books
from accounting.ledger.models import Voucher
from accounting.open_items.actions import (
    Part,
    SettlementRefused,
    reverse_and_settle,
    settle_items,
    undo_settlement,
)
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.queries import items_of_party, latest_settlements, party_balance
from crm.models import Party
from erp.access.roles import Role
from tests.world import TODAY, World, line, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Tryggfjord AS", customer_number=10001)


def invoice(world: World, customer: Party, amount: str) -> OpenItem:
    voucher = post(world, line("1500", amount, party=customer.pk), line("3900", f"-{amount}"))
    return OpenItem.objects.get(voucher=voucher)


def payment(world: World, customer: Party, amount: str) -> OpenItem:
    voucher = post(world, line("1920", amount), line("1500", f"-{amount}", party=customer.pk))
    return OpenItem.objects.get(voucher=voucher)


def settle(world: World, *parts: tuple[OpenItem, str], key: str | None = None) -> Settlement:
    return settle_items(
        company=world.fjord,
        by=world.ola,
        parts=[Part(item.pk, Decimal(amount)) for item, amount in parts],
        on=TODAY,
        reason="Betalt",
        source_key=key,
    )


def undo(world: World, settlement: Settlement) -> Settlement:
    return undo_settlement(
        company=world.fjord, by=world.ola, settlement=settlement, on=TODAY, reason="Feil faktura"
    )


def left(*items: OpenItem) -> list[str]:
    return [str(OpenItem.objects.get(pk=item.pk).remaining) for item in items]


def refusals(world: World, *parts: tuple[OpenItem, str]) -> list[str]:
    with pytest.raises(SettlementRefused) as refused:
        settle(world, *parts)
    assert Settlement.objects.for_company(world.fjord).count() == 0
    return [problem.field for problem in refused.value.problems]


def test_a_payment_settles_its_invoice(world: World, customer: Party) -> None:
    owed, paid = invoice(world, customer, "1000.00"), payment(world, customer, "1000.00")
    settlement = settle(world, (owed, "1000.00"), (paid, "-1000.00"))
    assert left(owed, paid) == ["0.00", "0.00"]
    assert settlement.registered_by_id == world.ola.pk
    assert list(items_of_party(world.fjord, customer.pk)) == []
    assert check_books(world.fjord) == []


def test_part_payments_leave_what_is_not_paid(world: World, customer: Party) -> None:
    owed = invoice(world, customer, "1000.00")
    first, second = payment(world, customer, "300.00"), payment(world, customer, "500.00")
    settle(world, (owed, "300.00"), (first, "-300.00"))
    assert left(owed, first) == ["700.00", "0.00"]
    settle(world, (owed, "500.00"), (second, "-500.00"))
    assert left(owed, second) == ["200.00", "0.00"]
    shown = party_balance(world.fjord, customer.pk, TODAY)
    assert (shown.count, shown.balance) == (1, Decimal("200.00"))


def test_one_payment_settles_several_invoices(world: World, customer: Party) -> None:
    owed = [invoice(world, customer, amount) for amount in ("100.00", "250.00", "75.50")]
    paid = payment(world, customer, "400.00")
    settle(world, (owed[0], "100.00"), (owed[1], "250.00"), (owed[2], "50.00"), (paid, "-400.00"))
    assert left(*owed, paid) == ["0.00", "0.00", "25.50", "0.00"]
    assert check_books(world.fjord) == []


def test_more_than_is_left_is_refused_at_its_part(world: World, customer: Party) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "200.00")
    assert refusals(world, (owed, "100.01"), (paid, "-100.01")) == ["parts.0"]
    assert refusals(world, (owed, "-100.00"), (paid, "100.00")) == ["parts.0", "parts.1"]
    assert refusals(world, (owed, "0.00"), (paid, "0.00")) == ["parts.0", "parts.1"]
    assert left(owed, paid) == ["100.00", "-200.00"]


def test_what_does_not_sum_to_zero_or_stands_alone_is_refused(
    world: World, customer: Party
) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "100.00")
    assert refusals(world, (owed, "100.00"), (paid, "-99.99")) == [""]
    assert refusals(world, (owed, "100.00")) == ["", ""]
    assert refusals(world, (owed, "50.00"), (owed, "50.00"), (paid, "-100.00")) == [""]


def test_items_of_others_are_refused(world: World, customer: Party) -> None:
    other = Party.objects.create(company=world.fjord, name="En annen AS", customer_number=10002)
    owed, paid = invoice(world, customer, "100.00"), payment(world, other, "100.00")
    assert refusals(world, (owed, "100.00"), (paid, "-100.00")) == [""]


def test_items_that_are_not_there_are_refused(world: World, customer: Party) -> None:
    owed = invoice(world, customer, "100.00")
    with pytest.raises(SettlementRefused) as refused:
        settle_items(
            company=world.fjord,
            by=world.ola,
            parts=[Part(owed.pk, Decimal("100.00")), Part(10**12, Decimal("-100.00"))],
            on=TODAY,
            reason="Betalt",
        )
    assert [problem.field for problem in refused.value.problems] == ["parts.1"]


def test_the_same_key_settles_once_and_other_parts_are_an_error(
    world: World, customer: Party
) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "100.00")
    first = settle(world, (owed, "60.00"), (paid, "-60.00"), key="bank:1")
    assert settle(world, (paid, "-60.00"), (owed, "60.00"), key="bank:1").pk == first.pk
    assert left(owed, paid) == ["40.00", "-40.00"]
    with pytest.raises(SourceKeyReused):
        settle(world, (owed, "40.00"), (paid, "-40.00"), key="bank:1")


def test_undoing_opens_the_items_again_and_can_be_done_once(world: World, customer: Party) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "60.00")
    settlement = settle(world, (owed, "60.00"), (paid, "-60.00"))
    undone = undo(world, settlement)
    assert left(owed, paid) == ["100.00", "-60.00"]
    assert undo(world, settlement).pk == undone.pk
    with pytest.raises(SettlementRefused):
        undo(world, undone)
    settle(world, (owed, "60.00"), (paid, "-60.00"))
    assert left(owed, paid) == ["40.00", "0.00"]
    assert [s.may_be_undone for s in latest_settlements(world.fjord, customer.pk)] == [
        True,
        False,
        False,
    ]
    assert check_books(world.fjord) == []


def reverse(world: World, voucher: Voucher, on: date = TODAY) -> Voucher:
    return reverse_and_settle(
        company=world.fjord, by=world.ola, voucher=voucher, on=on, reason="Feil kunde"
    )


def test_a_reversal_meets_the_items_of_what_it_reverses(world: World, customer: Party) -> None:
    owed = invoice(world, customer, "1000.00")
    reversal = reverse(world, owed.voucher)
    assert left(owed, OpenItem.objects.get(voucher=reversal)) == ["0.00", "0.00"]
    assert reverse(world, owed.voucher).pk == reversal.pk
    assert Settlement.objects.for_company(world.fjord).count() == 1
    assert check_books(world.fjord) == []


def test_every_line_meets_its_own_also_where_two_are_alike(world: World, customer: Party) -> None:
    voucher = post(
        world,
        line("1500", "50.00", party=customer.pk, invoice_number="1"),
        line("1500", "50.00", party=customer.pk, invoice_number="2"),
        line("3900", "-100.00"),
    )
    reversal = reverse(world, voucher)
    items = OpenItem.objects.filter(voucher__in=[voucher, reversal])
    assert [str(item.remaining) for item in items] == ["0.00"] * 4
    assert Settlement.objects.for_company(world.fjord).count() == 2
    pairs = {
        frozenset(s.lines.values_list("open_item__invoice_number", flat=True))
        for s in Settlement.objects.for_company(world.fjord)
    }
    assert pairs == {frozenset({"1"}), frozenset({"2"})}


def test_an_item_that_is_paid_in_part_keeps_what_is_open_for_a_person(
    world: World, customer: Party
) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "30.00")
    settle(world, (owed, "30.00"), (paid, "-30.00"))
    reversal = reverse(world, owed.voucher)
    assert left(owed, OpenItem.objects.get(voucher=reversal)) == ["70.00", "-100.00"]
    assert check_books(world.fjord) == []


def test_who_lacks_the_right_is_refused(world: World, customer: Party) -> None:
    owed, paid = invoice(world, customer, "100.00"), payment(world, customer, "100.00")
    parts = [Part(owed.pk, Decimal("100.00")), Part(paid.pk, Decimal("-100.00"))]
    settlement = settle(world, (owed, "50.00"), (paid, "-50.00"))
    for who in (world.kari, world.people[Role.AUDITOR], world.per):
        with pytest.raises(PermissionDenied):
            settle_items(company=world.fjord, by=who, parts=parts, on=TODAY, reason="Betalt")
        with pytest.raises(PermissionDenied):
            undo_settlement(
                company=world.fjord, by=who, settlement=settlement, on=TODAY, reason="Feil"
            )
