"""Fiscal years and periods (regnskapsår, perioder): the next opens by itself when first needed, others by hand."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounting.ledger.models import FiscalYear, Period, VoucherSeries, VoucherType
from erp.companies.models import Company
from erp.errors import BusinessError, Problem

EARLIEST = 1990
LATEST_AHEAD = 3


class NoSuchPeriod(BusinessError):
    """A date in a fiscal year that is not open and does not open by itself: most often a slip of the finger."""

    code = "no_such_period"


def month_after(day: date) -> date:
    """Return the first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def fiscal_year_of(day: date, start_month: int) -> tuple[int, date, date]:
    """Return the year's name, first and last day (inclusive) of the fiscal year that a day falls in.

    A fiscal year is named by the calendar year it ends in (regnskapsloven § 1-7).
    >>> fiscal_year_of(date(2026, 3, 1), 7)
    (2026, datetime.date(2025, 7, 1), datetime.date(2026, 6, 30))
    """
    start = date(day.year if day.month >= start_month else day.year - 1, start_month, 1)
    end = date(start.year + 1, start_month, 1) - timedelta(days=1)
    return end.year, start, end


def hold_fiscal_years(company: Company) -> None:
    """Wait for whoever opens a year or makes a voucher type, and let nobody else until the transaction ends.

    One opener at a time per company; the second finds the year and has nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('fiscal_year'), %s)", [company.pk % 2**31]
        )


def open_year_when_needed(company: Company, day: date) -> None:
    """Open the fiscal year of a day that something is posted on, if it opens by itself.

    That is the year after the latest; and, in a company that has none yet, one of those around the day it was made.
    Repeats: as `open_fiscal_year`. Raises: NoSuchPeriod, at `date`.
    """
    year, _start, _end = fiscal_year_of(day, company.fiscal_year_start_month)
    hold_fiscal_years(company)
    years = years_of(company)
    made, _start, _end = fiscal_year_of(
        timezone.localdate(company.created_at), company.fiscal_year_start_month
    )
    by_themselves = {max(years) + 1} if years else {made - 1, made, made + 1}
    if year not in years | by_themselves:
        message = _("The fiscal year %(year)s is not open. Check the date.") % {"year": year}
        raise NoSuchPeriod(Problem(message, "date"))
    open_fiscal_year(company, day)


def open_fiscal_year(company: Company, day: date) -> None:
    """Open the fiscal year of a day: its twelve periods, and a number series for each voucher type.

    After the first only years beside an open one, so that they follow each other.
    Repeats: a year that is open already, or is being opened by somebody else, stays as it is.
    Raises: NoSuchPeriod, at `date`.
    """
    year, start, end = fiscal_year_of(day, company.fiscal_year_start_month)
    hold_fiscal_years(company)
    years = years_of(company)
    if year in years:
        return
    if year < EARLIEST or (years and not years & {year - 1, year + 1}):
        message = _("%(year)s is not a fiscal year of the company.") % {"year": year}
        raise NoSuchPeriod(Problem(message, "date"))
    write_fiscal_year(company, year, start, end)


def years_of(company: Company) -> set[int]:
    """Return the names of the fiscal years that are open."""
    return set(FiscalYear.objects.for_company(company).values_list("year", flat=True))


def write_fiscal_year(company: Company, year: int, start: date, end: date) -> None:
    """Write a fiscal year with its periods and number series."""
    fiscal_year = FiscalYear.objects.create(company=company, year=year, start=start, end=end)
    firsts = [start]
    while len(firsts) < 13:
        firsts.append(month_after(firsts[-1]))
    Period.objects.bulk_create(
        Period(
            company=company,
            fiscal_year=fiscal_year,
            number=number,
            start=firsts[number - 1],
            end=firsts[number] - timedelta(days=1),
        )
        for number in range(1, 13)
    )
    VoucherSeries.objects.bulk_create(
        VoucherSeries(company=company, voucher_type=voucher_type, fiscal_year=fiscal_year)
        for voucher_type in VoucherType.objects.for_company(company)
    )
