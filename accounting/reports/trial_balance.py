"""Trial balance (saldobalanse): opening, movement and closing of every account."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from accounting.ledger.models import Account
from accounting.reports.selection import Selection
from erp.companies.models import Company

ZERO = Decimal("0.00")
MONEY: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=20, decimal_places=2)


def trial_balance(company: Company, selection: Selection) -> QuerySet[Account]:
    """Return accounts that have a balance or movement, with `opening`, `debit`, `credit`, `closing`.

    Units: kroner, debit positive. Result accounts open at zero each fiscal year; balance-sheet accounts carry
    all earlier periods. Reads kept balances, so the cost grows with accounts and periods, not with entries;
    only a free dimension makes it read entries.
    """
    path = "entries__" if selection.from_entries else "balances__"
    carried = Q(number__lt="3") | Q(
        **{f"{path}period__fiscal_year": selection.first.fiscal_year_id}
    )
    before = selection.before(path) & carried & selection.narrowed(path)
    within = selection.in_range(path) & selection.narrowed(path)
    return (
        Account.objects.for_company(company)
        .annotate(
            opening=total(f"{path}debit", before) - total(f"{path}credit", before),
            debit=total(f"{path}debit", within),
            credit=total(f"{path}credit", within),
        )
        .annotate(closing=F("opening") + F("debit") - F("credit"))
        .exclude(opening=ZERO, debit=ZERO, credit=ZERO)
    )


def total(field: str, condition: Q) -> Coalesce:
    """Return a sum that is zero where there is nothing."""
    return Coalesce(Sum(field, filter=condition), Value(ZERO), output_field=MONEY)


FIGURES = ("opening", "debit", "credit", "closing")
BALANCE_SHEET = Q(number__lt="3")


@dataclass(frozen=True)
class Totals:
    """The foot of a trial balance: sums by figure of the balance sheet, of the result, and of both."""

    balance_sheet: dict[str, Decimal]
    result: dict[str, Decimal]

    @property
    def all(self) -> dict[str, Decimal]:
        """The sums of all accounts."""
        return {name: self.balance_sheet[name] + self.result[name] for name in FIGURES}

    @property
    def undisposed(self) -> Decimal:
        """What opening balances lack to sum to zero (udisponert resultat fra tidligere år)."""
        return -self.all["opening"]

    @property
    def earlier(self) -> dict[str, Decimal]:
        """The result of earlier years as a line of its own: it opens and closes the same."""
        return {"opening": self.undisposed, "closing": self.undisposed}

    @property
    def whole(self) -> dict[str, Decimal]:
        """The sums of all accounts and of the result of earlier years: of whole books they are zero."""
        return {name: value + self.earlier.get(name, ZERO) for name, value in self.all.items()}


def trial_balance_totals(accounts: QuerySet[Account]) -> Totals:
    """Return the sums of a trial balance."""
    asked = {
        f"{part}_{name}": Sum(name, filter=condition)
        for part, condition in (("balance", BALANCE_SHEET), ("result", ~BALANCE_SHEET))
        for name in FIGURES
    }
    sums = accounts.order_by().aggregate(**asked)
    return Totals(
        *(
            {name: sums[f"{part}_{name}"] or ZERO for name in FIGURES}
            for part in ("balance", "result")
        )
    )
