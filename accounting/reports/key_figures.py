"""Key figures (nøkkeltall) of a company for its overview, from kept balances and open items. Units: kroner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from accounting.ledger.models import FiscalYear, PartyRole
from accounting.open_items.models import OpenItem
from accounting.reports.months import Month, latest_months
from erp.companies.models import Company

ZERO = Decimal("0.00")
SOON = timedelta(days=7)
AGES = (14, 30)  # Overdue up to so many days; what is older is the last part.


@dataclass(frozen=True)
class Owed:
    """What is open in a sub-ledger, positive as owed; `ages` are not due, then overdue by `AGES`."""

    total: Decimal
    ages: tuple[Decimal, ...]
    soon: Decimal
    overdue_items: int

    @property
    def overdue(self) -> Decimal:
        """What should have been paid."""
        return sum(self.ages[1:], ZERO)


@dataclass(frozen=True)
class KeyFigures:
    """What an owner looks at first; income and result are positive when they are good."""

    year: int
    income: Decimal
    result: Decimal
    months: list[Month]
    customers: Owed
    suppliers: Owed

    @property
    def bank(self) -> Decimal:
        """What stands in bank and cash."""
        return self.months[-1].bank

    @property
    def bank_moved(self) -> Decimal:
        """What the month has moved it by."""
        return self.months[-1].bank - self.months[-2].bank

    @property
    def results(self) -> list[Decimal]:
        """The result of the latest months, added up as they came."""
        sums, total = [], ZERO
        for month in self.months:
            total += month.result
            sums.append(total)
        return sums


def key_figures(company: Company, today: date) -> KeyFigures:
    """Return the key figures of the fiscal year that today falls in; four queries, whatever the size."""
    year = FiscalYear.objects.for_company(company).filter(start__lte=today, end__gte=today).first()
    months = latest_months(company, today)
    of_year = [month for month in months if year and month.start >= year.start]
    owed = owed_by_role(company, today)
    nothing = Owed(ZERO, (ZERO,) * (len(AGES) + 2), ZERO, 0)
    return KeyFigures(
        year=year.year if year else today.year,
        income=sum((month.income for month in of_year), ZERO),
        result=sum((month.result for month in of_year), ZERO),
        months=months,
        customers=owed.get(PartyRole.CUSTOMER, nothing),
        suppliers=owed.get(PartyRole.SUPPLIER, nothing),
    )


def owed_by_role(company: Company, today: date) -> dict[str, Owed]:
    """Return what is open by sub-ledger and by how long it is overdue; one query."""
    late = Q(due_date__lt=today)
    first, second = (today - timedelta(days=days) for days in AGES)
    rows = (
        OpenItem.objects.for_company(company)
        .exclude(remaining=0)
        .order_by()
        .values("account__party_role")
        .annotate(
            total=Sum("remaining"),
            recent=Sum("remaining", filter=late & Q(due_date__gte=first)),
            older=Sum("remaining", filter=Q(due_date__lt=first, due_date__gte=second)),
            oldest=Sum("remaining", filter=Q(due_date__lt=second)),
            soon=Sum("remaining", filter=Q(due_date__gte=today, due_date__lt=today + SOON)),
            overdue_items=Count("pk", filter=late),
        )
    )
    return {row["account__party_role"]: owed_of(row) for row in rows}


def owed_of(row: Mapping[str, Any]) -> Owed:
    """Return one sub-ledger's row as what is owed; suppliers' items are negative in the ledger."""
    sign = -1 if row["account__party_role"] == PartyRole.SUPPLIER else 1
    names = ("total", "recent", "older", "oldest", "soon")
    total, recent, older, oldest, soon = (Decimal(row[name] or ZERO) * sign for name in names)
    ages = (total - recent - older - oldest, recent, older, oldest)
    return Owed(total, ages, soon, int(row["overdue_items"] or 0))
