"""What an account stood at before an entry: the same from kept balances as entry by entry, wherever a page begins."""

from datetime import date
from decimal import Decimal

import pytest

from accounting.ledger.models import Account, Entry, Period
from accounting.reports.ledger import balance_before, ledger_entries, opening_balance
from accounting.reports.selection import Selection
from tests.world import World, line, open_last_year, post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["1920", "6800"])
@pytest.mark.parametrize(("first", "last"), [(1, 12), (2, 3), (3, 3)])
def test_every_entry_begins_where_the_one_before_it_ended(
    world: World, number: str, first: int, last: int
) -> None:
    open_last_year(world)
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28)):
        post(world, line("6800", "300.00"), line("1920", "-300.00"), day=day)
        post(world, line("6800", "-20.00"), line("1920", "20.00"), day=day)
    post(world, line("6800", "7.00"), line("1920", "-7.00"), day=date(2026, 3, 1))
    account = Account.objects.get(company=world.fjord, number=number)
    periods = Period.objects.for_company(world.fjord).filter(fiscal_year__year=2026)
    selection = Selection(periods.get(number=first), periods.get(number=last))
    balance: Decimal = opening_balance(world.fjord, account, selection)
    entries: list[Entry] = list(
        ledger_entries(world.fjord, account, selection).order_by("date", "pk")
    )
    assert entries
    for entry in entries:
        assert balance_before(world.fjord, account, selection, entry) == balance
        balance += entry.amount
