"""Items in a foreign currency: settled by that currency, with what they differ in kroner as gain or loss."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from accounting.ledger.actions import VoucherRefused, lock_period, post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Account, Period, Voucher
from accounting.open_items.actions import (
    Part,
    SettlementRefused,
    reverse_and_settle,
    settle_chosen,
    settle_items,
    undo_settlement,
)
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.queries import latest_settlements, party_balance
from crm.models import Party
from tests.world import TODAY, World, draft, entries_of, line, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Overseas Ltd", customer_number=10001)


def in_euro(
    world: World,
    party: Party,
    euro: str,
    rate: str,
    account: str = "1500",
    currency: str = "EUR",
    day: date = TODAY,
) -> OpenItem:
    foreign = {"currency": currency, "rate": Decimal(rate)}
    control = DraftLine(account, None, currency_amount=Decimal(euro), party=party.pk, **foreign)
    against = DraftLine("1920", None, currency_amount=-Decimal(euro), **foreign)
    voucher = post_voucher(draft(control, against, day=day), company=world.fjord, by=world.ola)
    return OpenItem.objects.get(voucher=voucher)


def settle(world: World, *parts: tuple[OpenItem, str], key: str | None = None) -> Settlement:
    return settle_items(
        company=world.fjord,
        by=world.ola,
        parts=[Part(item.pk, Decimal(euro)) for item, euro in parts],
        on=TODAY,
        reason="Betalt",
        source_key=key,
    )


def undo(world: World, settlement: Settlement) -> Settlement:
    return undo_settlement(
        company=world.fjord, by=world.ola, settlement=settlement, on=TODAY, reason="Feil faktura"
    )


def left(*items: OpenItem) -> list[tuple[str, str]]:
    """Return what is left of items, in kroner and in their currency."""
    found = [OpenItem.objects.get(pk=item.pk) for item in items]
    return [(str(item.remaining), str(item.currency_remaining)) for item in found]


NOTHING = ("0.00", "0.00")


def difference_of(settlement: Settlement) -> dict[str, str]:
    """Return the entries of the exchange difference that a settlement posted."""
    return entries_of(Voucher.objects.get(source_key=f"settlement:{settlement.pk}"))


@pytest.mark.parametrize(
    ("account", "owed", "paid", "posted"),
    [
        # A customer pays more kroner than were owed, and fewer; a supplier gets more, and fewer.
        ("1500", ("100.00", "11.00"), ("-100.00", "12.00"), {"1500": "100.00", "8060": "-100.00"}),
        ("1500", ("100.00", "11.7305"), ("-100.00", "11.70"), {"1500": "-3.05", "8160": "3.05"}),
        ("2400", ("-100.00", "11.00"), ("100.00", "12.00"), {"2400": "-100.00", "8160": "100.00"}),
        ("2400", ("-100.00", "12.00"), ("100.00", "11.00"), {"2400": "100.00", "8060": "-100.00"}),
    ],
)
def test_what_is_paid_in_full_is_settled_in_full_and_the_difference_is_gain_or_loss(
    world: World,
    account: str,
    owed: tuple[str, str],
    paid: tuple[str, str],
    posted: dict[str, str],
) -> None:
    party = Party.objects.create(
        company=world.fjord, name="Begge", customer_number=10002, supplier_number=20002
    )
    bill, money = (in_euro(world, party, *each, account) for each in (owed, paid))
    settlement = settle(world, (bill, owed[0]), (money, paid[0]))
    assert left(bill, money) == [NOTHING, NOTHING]
    assert difference_of(settlement) == posted
    assert party_balance(world.fjord, party.pk, TODAY).count == 0
    assert check_books(world.fjord) == []


def test_the_difference_tells_currency_rate_and_invoice(world: World, customer: Party) -> None:
    owed, paid = (
        in_euro(world, customer, "100.00", "11.00"),
        in_euro(world, customer, "-100.00", "12.00"),
    )
    settlement = settle(world, (owed, "100.00"), (paid, "-100.00"))
    voucher = Voucher.objects.get(source_key=f"settlement:{settlement.pk}")
    entry = voucher.entries.get(account__number="1500")
    assert (entry.currency, entry.currency_amount, entry.rate) == ("EUR", Decimal(0), Decimal(12))
    assert (entry.party_id, entry.rate_date, voucher.date) == (customer.pk, TODAY, TODAY)
    assert voucher.registered_by_id == world.ola.pk


def test_at_the_same_rate_nothing_is_posted_besides(world: World, customer: Party) -> None:
    owed, paid = (in_euro(world, customer, euro, "11.7305") for euro in ("100.00", "-100.00"))
    settle(world, (owed, "100.00"), (paid, "-100.00"))
    assert Voucher.objects.for_company(world.fjord).count() == 2


def test_a_part_takes_its_share_of_the_kroner_and_the_last_takes_the_rest(
    world: World, customer: Party
) -> None:
    owed = in_euro(world, customer, "100.00", "11.7305")
    first, second = (in_euro(world, customer, euro, "12.00") for euro in ("-34.10", "-65.90"))
    settlement = settle(world, (owed, "34.10"), (first, "-34.10"))
    # 34,10 of 1 173,05 is 400,01; 34,10 at 12,00 is 409,20.
    assert difference_of(settlement) == {"1500": "9.19", "8060": "-9.19"}
    assert left(owed, first) == [("773.04", "65.90"), NOTHING]
    rest = settle(world, (owed, "65.90"), (second, "-65.90"))
    assert difference_of(rest) == {"1500": "17.76", "8060": "-17.76"}
    assert left(owed, second) == [NOTHING, NOTHING]
    assert check_books(world.fjord) == []


def test_a_choice_of_items_is_weighed_in_the_currency(world: World, customer: Party) -> None:
    owed = in_euro(world, customer, "100.00", "11.00")
    paid = in_euro(world, customer, "-60.00", "20.00")
    settle_chosen(
        company=world.fjord,
        by=world.ola,
        party_id=customer.pk,
        chosen=[owed.pk, paid.pk],
        key=uuid4(),
        on=TODAY,
        reason="Betalt",
    )
    assert left(owed, paid) == [("440.00", "40.00"), NOTHING]
    assert check_books(world.fjord) == []


def test_what_is_less_than_an_ore_in_kroner_is_refused(world: World, customer: Party) -> None:
    owed = in_euro(world, customer, "100.00", "0.067", currency="JPY")
    paid = in_euro(world, customer, "-100.00", "0.067", currency="JPY")
    with pytest.raises(SettlementRefused) as refused:
        settle(world, (owed, "0.05"), (paid, "-0.05"))
    assert [problem.field for problem in refused.value.problems] == ["parts.0", "parts.1"]


def test_undoing_takes_the_difference_back_and_it_can_be_settled_anew(
    world: World, customer: Party
) -> None:
    owed, paid = (
        in_euro(world, customer, "100.00", "11.00"),
        in_euro(world, customer, "-100.00", "12.00"),
    )
    settlement = settle(world, (owed, "100.00"), (paid, "-100.00"), key="bank:1")
    assert settle(world, (paid, "-100.00"), (owed, "100.00"), key="bank:1") == settlement
    undone = undo(world, settlement)
    assert undo(world, settlement) == undone
    assert left(owed, paid) == [("1100.00", "100.00"), ("-1200.00", "-100.00")]
    posted = Voucher.objects.get(source_key=f"settlement:{settlement.pk}")
    reversal = Voucher.objects.get(reverses=posted)
    assert entries_of(reversal) == {"1500": "-100.00", "8060": "100.00"}
    assert party_balance(world.fjord, customer.pk, TODAY).count == 2
    assert not any(s.may_be_undone for s in latest_settlements(world.fjord, customer.pk))
    for taking_back in Settlement.objects.exclude(pk=settlement.pk):
        with pytest.raises(SettlementRefused):
            undo(world, taking_back)
    settle(world, (owed, "100.00"), (paid, "-100.00"))
    assert left(owed, paid) == [NOTHING, NOTHING]
    assert check_books(world.fjord) == []


def test_a_difference_is_reversed_with_its_settlement_alone(world: World, customer: Party) -> None:
    owed, paid = (
        in_euro(world, customer, "100.00", "11.00"),
        in_euro(world, customer, "-100.00", "12.00"),
    )
    settlement = settle(world, (owed, "100.00"), (paid, "-100.00"))
    voucher = Voucher.objects.get(source_key=f"settlement:{settlement.pk}")
    with pytest.raises(SettlementRefused):
        reverse_and_settle(
            company=world.fjord, by=world.ola, voucher=voucher, on=TODAY, reason="Feil"
        )


def test_a_lock_or_a_missing_account_stops_the_whole_settlement(
    world: World, customer: Party
) -> None:
    owed, paid = (
        in_euro(world, customer, "100.00", "11.00"),
        in_euro(world, customer, "-100.00", "12.00"),
    )
    gain = Account.objects.for_company(world.fjord).filter(number="8060")
    gain.update(is_active=False)
    with pytest.raises(VoucherRefused, match="8060"):
        settle(world, (owed, "100.00"), (paid, "-100.00"))
    gain.update(is_active=True)
    period = Period.objects.for_company(world.fjord).get(start=date(2026, 11, 1))
    lock_period(company=world.fjord, by=world.ola, period=period)
    with pytest.raises(VoucherRefused):
        settle(world, (owed, "100.00"), (paid, "-100.00"))
    assert left(owed, paid) == [("1100.00", "100.00"), ("-1200.00", "-100.00")]
    assert not Settlement.objects.for_company(world.fjord).exists()


def test_currencies_are_not_settled_against_each_other(world: World, customer: Party) -> None:
    owed = in_euro(world, customer, "100.00", "11.00")
    voucher = post(world, line("1920", "100.00"), line("1500", "-100.00", party=customer.pk))
    paid = OpenItem.objects.get(voucher=voucher)
    with pytest.raises(SettlementRefused):
        settle(world, (owed, "100.00"), (paid, "-100.00"))
    with pytest.raises(SettlementRefused):
        settle_chosen(
            company=world.fjord,
            by=world.ola,
            party_id=customer.pk,
            chosen=[owed.pk, paid.pk],
            key=uuid4(),
            on=TODAY,
            reason="Betalt",
        )
