"""Reads of fiscal years (regnskapsår): periods and VAT terms with their locks, and who set them when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.models import Area, FiscalYear, Period
from accounting.ledger.periods import month_after
from accounting.vat.models import VatTerm
from accounting.vat.terms import kind_in_year, term_of
from erp.access.models import User
from erp.companies.models import Company
from erp.db.versions import event_model

LOCK_FIELDS = {
    Area.GENERAL: "is_locked",
    Area.SALES: "is_sales_locked",
    Area.PURCHASE: "is_purchase_locked",
}
# What each lock stops, and its name in full.
LABELS = {
    Area.GENERAL: (gettext_lazy("Everything"), gettext_lazy("Locked for everything")),
    Area.SALES: (gettext_lazy("Sales"), gettext_lazy("Locked for sales")),
    Area.PURCHASE: (gettext_lazy("Purchases"), gettext_lazy("Locked for purchases")),
}
BESIDE = 2  # years shown before and after the chosen one


@dataclass(frozen=True)
class Mark:
    """Who set a lock, and when; no name is Regna itself."""

    who: str
    at: datetime


@dataclass(frozen=True)
class LockCell:
    """One lock of a period: its area, whether it is set, and by whom it was last set or opened."""

    area: Area
    is_locked: bool
    mark: Mark | None

    @property
    def heading(self) -> str:
        """What the lock stops."""
        return str(LABELS[self.area][0])

    @property
    def label(self) -> str:
        """The lock's name in full."""
        return str(LABELS[self.area][1])


@dataclass(frozen=True)
class PeriodRow:
    """A month of the year with its three locks."""

    period: Period
    locks: tuple[LockCell, ...]


@dataclass(frozen=True)
class TermRow:
    """A VAT term that the year reaches; `term` is None while nothing is posted in it."""

    number: int
    year: int
    start: date
    end: date
    term: VatTerm | None
    mark: Mark | None

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def label(self) -> str:
        """The lock's name in full."""
        return _("Locked for VAT")

    @property
    def is_locked(self) -> bool:
        """Whether VAT may no longer be posted in it."""
        return self.term is not None and self.term.is_locked


@dataclass(frozen=True)
class YearPage:
    """A fiscal year as its page shows it, and the years beside it."""

    year: FiscalYear
    years: list[FiscalYear]
    periods: list[PeriodRow]
    terms: list[TermRow]

    @property
    def near(self) -> list[FiscalYear]:
        """The years around this one, to go to."""
        at = self.years.index(self.year)
        return self.years[max(0, at - BESIDE) : at + BESIDE + 1]

    @property
    def is_first(self) -> bool:
        """Whether no earlier year is open."""
        return self.year.year == self.years[0].year

    @property
    def is_last(self) -> bool:
        """Whether no later year is open."""
        return self.year.year == self.years[-1].year


def year_of_day(company: Company, day: date) -> FiscalYear | None:
    """Return the fiscal year of a day, else the latest one; None before the books are set up."""
    years = FiscalYear.objects.for_company(company).order_by("-year")
    return years.filter(start__lte=day, end__gte=day).first() or years.first()


def year_page(company: Company, year: int, *, with_marks: bool) -> YearPage:
    """Return a fiscal year with its locks. Raises: FiscalYear.DoesNotExist."""
    years = list(FiscalYear.objects.for_company(company).order_by("year"))
    chosen = next((y for y in years if y.year == year), None)
    if chosen is None:
        raise FiscalYear.DoesNotExist
    periods = list(Period.objects.for_company(company).filter(fiscal_year=chosen).order_by("start"))
    marks = marks_of(company, Period, periods, LOCK_FIELDS.values()) if with_marks else {}
    rows = [
        PeriodRow(
            period,
            tuple(
                LockCell(area, getattr(period, name), marks.get((period.pk, name)))
                for area, name in LOCK_FIELDS.items()
            ),
        )
        for period in periods
    ]
    return YearPage(chosen, years, rows, term_rows(company, chosen, with_marks=with_marks))


def term_rows(company: Company, year: FiscalYear, *, with_marks: bool) -> list[TermRow]:
    """Return the VAT terms that a fiscal year reaches, with those that are not made yet."""
    within = Q(start__lte=year.end, end__gte=year.start)
    made = list(VatTerm.objects.for_company(company).filter(within).order_by("start"))
    marks = marks_of(company, VatTerm, made, ["is_locked"]) if with_marks else {}
    rows = {
        term.start: TermRow(
            term.number, term.year, term.start, term.end, term, marks.get((term.pk, "is_locked"))
        )
        for term in made
    }
    kinds = {y: kind_in_year(company, y) for y in {year.start.year, year.end.year}}
    day = year.start
    while day <= year.end:
        number, start, end = term_of(day, kinds[day.year])
        rows.setdefault(start, TermRow(number, start.year, start, end, None, None))
        day = month_after(day)
    return [rows[start] for start in sorted(rows)]


def marks_of(
    company: Company,
    model: type[Period] | type[VatTerm],
    rows: Sequence[Period | VatTerm],
    names: Collection[str],
) -> dict[tuple[int, str], Mark]:
    """Return who last turned each lock, and when, by row and field; what was never turned has no mark."""
    events = event_model(model).objects.filter(
        company_id=company.pk, pgh_obj_id__in=[row.pk for row in rows]
    )
    before: dict[tuple[int, str], bool] = {}
    turned: dict[tuple[int, str], tuple[int | None, datetime]] = {}
    columns = ("pgh_obj_id", "pgh_created_at", "pgh_context", *names)
    for pk, at, context, *values in events.order_by("pgh_id").values_list(*columns):
        for name, value in zip(names, values, strict=True):
            if before.get((pk, name), False) != value:
                turned[pk, name] = ((context or {}).get("user"), at)
            before[pk, name] = value
    people = {user for user, _at in turned.values() if user}
    known = {user.pk: str(user) for user in User.objects.filter(pk__in=people)} if people else {}
    return {
        key: Mark(known.get(user, "") if user else "", at) for key, (user, at) in turned.items()
    }


def term_of_company(company: Company, pk: int, *, with_marks: bool) -> TermRow:
    """Return a VAT term that is made. Raises: VatTerm.DoesNotExist."""
    term = VatTerm.objects.for_company(company).get(pk=pk)
    marks = marks_of(company, VatTerm, [term], ["is_locked"]) if with_marks else {}
    mark = marks.get((term.pk, "is_locked"))
    return TermRow(term.number, term.year, term.start, term.end, term, mark)
