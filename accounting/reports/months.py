"""Result and liquidity by month (måned for måned), from kept balances. Units: kroner."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from accounting.ledger.models import AccountBalance
from erp.companies.models import Company

ZERO = Decimal("0.00")
MONTHS = 12
BANK = Q(account__number__startswith="19")
# Classes 88 and 89 dispose of the result; they are no part of it.
RESULT = Q(account__number__gte="3", account__number__lt="88")


@dataclass(frozen=True)
class Month:
    """What a month brought; income and cost are positive, `bank` is what bank and cash ended at."""

    start: date
    income: Decimal
    cost: Decimal
    bank: Decimal

    @property
    def result(self) -> Decimal:
        """Income less cost."""
        return self.income - self.cost


def latest_months(company: Company, today: date, count: int = MONTHS) -> list[Month]:
    """Return the latest months, the one of today last; two queries, whatever the size of the ledger."""
    starts = month_starts(today, count)
    kept = AccountBalance.objects.for_company(company).filter(period__start__lte=today).order_by()
    moved = F("debit") - F("credit")
    rows = (
        kept.filter(period__start__gte=starts[0])
        .values_list("period__start")
        .annotate(
            income=Sum(moved, filter=Q(account__number__startswith="3")),
            result=Sum(moved, filter=RESULT),
            bank=Sum(moved, filter=BANK),
        )
    )
    found = {start: tuple(value or ZERO for value in sums) for start, *sums in rows}
    before = kept.filter(BANK, period__start__lt=starts[0]).aggregate(total=Sum(moved))["total"]
    bank = before or ZERO
    months = []
    for start in starts:
        income, result, moved_bank = found.get(start, (ZERO, ZERO, ZERO))
        bank += moved_bank
        months.append(Month(start, -income, result - income, bank))
    return months


def month_starts(today: date, count: int) -> list[date]:
    """Return the first days of the latest months, that of today last.

    >>> [str(day) for day in month_starts(date(2026, 2, 14), 3)]
    ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    last = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(last - count + 1, last + 1)]
