"""Items in a foreign currency on the pages: what is left in it, the difference that settling posts, and on which day."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounting.ledger.actions import VoucherRefused, lock_period
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account, Period, Voucher
from accounting.open_items.actions import settle_chosen, undo_settlement
from accounting.open_items.models import OpenItem, Settlement
from crm.models import Party
from tests.accounting.dimensions import make_cars, require
from tests.accounting.pages import address, csv_of, rows_of, text_of
from tests.accounting.test_settle_currency import NOTHING, in_euro, left
from tests.world import TODAY, World, line, post

pytestmark = pytest.mark.django_db
INVOICED, PAID = date(2026, 9, 1), date(2026, 10, 15)


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Overseas Ltd", customer_number=10001)


def owed_and_paid(
    world: World, customer: Party, rate: str = "12.00", paid: date = PAID
) -> tuple[OpenItem, OpenItem]:
    """100 euro owed at 11,00 in September, paid at another rate."""
    return (
        in_euro(world, customer, "100.00", "11.00", day=INVOICED),
        in_euro(world, customer, "-100.00", rate, day=paid),
    )


def chosen(world: World, customer: Party, *items: OpenItem) -> Settlement:
    return settle_chosen(
        company=world.fjord,
        by=world.ola,
        party_id=customer.pk,
        chosen=[item.pk for item in items],
        key=uuid4(),
        on=TODAY,
        reason="Betalt",
    )


def difference_voucher() -> Voucher:
    return Voucher.objects.get(source_key__startswith="settlement:")


def page_of(client: Client, world: World, customer: Party, **query: str) -> Any:
    client.force_login(world.ola)
    return client.get(address(world, "party_items", customer.pk), query)


def test_what_is_left_in_the_currency_stands_beside_what_is_left_in_kroner(
    client: Client, world: World, customer: Party
) -> None:
    in_euro(world, customer, "100.00", "11.00", day=INVOICED)
    post(world, line("1500", "50.00", party=customer.pk), line("3900", "-50.00"))
    rows = rows_of(page_of(client, world, customer))
    assert [row[-2:] for row in rows] == [["1 100,00", "100,00 EUR"], ["50,00", ""]]
    exported = csv_of(page_of(client, world, customer, export="csv"))
    assert [row[-3:] for row in exported] == [
        ["1100,00", "EUR", "100,00"],
        ["50,00", "NOK", "50,00"],
    ]


def test_a_party_that_is_owed_kroner_alone_has_no_column_of_currency(
    client: Client, world: World, customer: Party
) -> None:
    post(world, line("1500", "50.00", party=customer.pk), line("3900", "-50.00"))
    assert rows_of(page_of(client, world, customer))[0][-1] == "50,00"


@pytest.mark.parametrize(("rate", "amount"), [("12.00", "100,00"), ("10.50", "50,00")])
def test_settling_tells_the_voucher_of_the_exchange_difference(
    client: Client, world: World, customer: Party, rate: str, amount: str
) -> None:
    items = owed_and_paid(world, customer, rate)
    client.force_login(world.ola)
    answer = client.post(
        address(world, "party_settle", customer.pk),
        {"key": str(uuid4()), "selected": [str(item.pk) for item in items]},
        follow=True,
    )
    posted = difference_voucher()
    (message,) = answer.context["messages"]
    name = f"{posted.voucher_type.code}-{posted.number}/2026"
    assert name in str(message)
    assert name in text_of(answer)
    assert amount in str(message)


def test_a_difference_is_of_the_day_of_the_latest_item(world: World, customer: Party) -> None:
    settlement = chosen(world, customer, *owed_and_paid(world, customer))
    assert (difference_voucher().date, settlement.date) == (PAID, TODAY)
    undo = {"company": world.fjord, "by": world.ola, "on": TODAY, "reason": "Feil faktura"}
    undo_settlement(settlement=settlement, **undo)
    assert Voucher.objects.get(reverses=difference_voucher()).date == TODAY
    assert check_books(world.fjord) == []


def test_where_that_day_is_locked_a_difference_is_of_the_day_one_settles(
    world: World, customer: Party
) -> None:
    items = owed_and_paid(world, customer)
    period = Period.objects.for_company(world.fjord).get(start=date(2026, 10, 1))
    lock_period(company=world.fjord, by=world.ola, period=period)
    chosen(world, customer, *items)
    assert difference_voucher().date == TODAY
    assert left(*items) == [NOTHING, NOTHING]


def test_a_difference_of_a_payment_dated_ahead_is_taken_back_no_earlier(
    world: World, customer: Party
) -> None:
    ahead = date(2026, 12, 15)
    settlement = chosen(world, customer, *owed_and_paid(world, customer, paid=ahead))
    assert difference_voucher().date == ahead
    undo_settlement(
        company=world.fjord, by=world.ola, settlement=settlement, on=TODAY, reason="Feil faktura"
    )
    assert Voucher.objects.get(reverses=difference_voucher()).date == ahead
    assert check_books(world.fjord) == []


@pytest.mark.parametrize("fault", ["out of use", "requires a dimension", "missing on the item's"])
def test_an_account_that_takes_no_difference_is_named_with_the_amount(
    client: Client, world: World, customer: Party, fault: str
) -> None:
    items = owed_and_paid(world, customer)
    accounts = Account.objects.for_company(world.fjord)
    number = "1500" if fault.startswith("missing") else "8060"
    if fault == "out of use":
        accounts.filter(number=number).update(is_active=False)
    else:
        require(world, make_cars(world), number)
    with pytest.raises(VoucherRefused) as refused:
        chosen(world, customer, *items)
    (problem,) = refused.value.problems
    assert number in problem.message
    assert "100,00" in problem.message
    client.force_login(world.ola)
    answer = client.post(
        address(world, "party_settle", customer.pk),
        {"key": str(uuid4()), "selected": [str(item.pk) for item in items]},
        follow=True,
    )
    (message,) = answer.context["messages"]
    assert number in str(message)
    assert not Settlement.objects.exists()
