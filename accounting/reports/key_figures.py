"""Key figures (nøkkeltall) of a company for its overview, from kept balances. Units: kroner."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from accounting.ledger.models import AccountBalance, FiscalYear, PartyRole
from accounting.open_items.queries import sums_by_role
from erp.companies.models import Company

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class KeyFigures:
    """What an owner looks at first; income and result positive when they are good."""

    year: int
    income: Decimal
    result: Decimal
    bank: Decimal
    receivable: Decimal
    receivable_overdue: Decimal
    payable: Decimal
    payable_overdue: Decimal


def key_figures(company: Company, today: date) -> KeyFigures:
    """Return the key figures of the fiscal year that today falls in; four queries, whatever the size."""
    year = FiscalYear.objects.for_company(company).filter(start__lte=today, end__gte=today).first()
    moved = F("debit") - F("credit")
    this_year = Q(period__fiscal_year=year)
    sums = (
        AccountBalance.objects.for_company(company)
        .order_by()
        .aggregate(
            income=Sum(moved, filter=this_year & Q(account__number__startswith="3")),
            result=Sum(moved, filter=this_year & Q(account__number__gte="3")),
            bank=Sum(moved, filter=Q(account__number__startswith="19")),
        )
    )
    roles = sums_by_role(company, today)
    receivable, receivable_overdue = roles.get(PartyRole.CUSTOMER, (ZERO, ZERO))
    payable, payable_overdue = roles.get(PartyRole.SUPPLIER, (ZERO, ZERO))
    return KeyFigures(
        year=year.year if year else today.year,
        income=-(sums["income"] or ZERO),
        result=-(sums["result"] or ZERO),
        bank=sums["bank"] or ZERO,
        receivable=receivable,
        receivable_overdue=receivable_overdue,
        payable=-payable,
        payable_overdue=-payable_overdue,
    )
