"""Opening fiscal years (regnskapsår) before the first voucher does it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import FiscalYear
from accounting.ledger.periods import LATEST_AHEAD, fiscal_year_of, open_fiscal_year
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import Problem


@retried_on_deadlock
@transaction.atomic
def open_next_year(*, company: Company, by: Actor, after: int, today: date) -> FiscalYear:
    """Open the fiscal year after the one named `after` (åpne neste regnskapsår), with periods and series.

    Permission: period.lock. Repeats: a year that is open already is returned. Raises: BooksRefused.
    """
    require_permission(by, company, "period.lock")
    first_day = open_year(company, after).end + timedelta(days=1)
    year, _start, _end = fiscal_year_of(first_day, company.fiscal_year_start_month)
    this_year, _start, _end = fiscal_year_of(today, company.fiscal_year_start_month)
    if year > this_year + LATEST_AHEAD:
        message = _("A fiscal year opens at most %(count)s years ahead.")
        raise BooksRefused(Problem(message % {"count": LATEST_AHEAD}))
    open_fiscal_year(company, first_day)
    return open_year(company, year)


@retried_on_deadlock
@transaction.atomic
def open_previous_year(*, company: Company, by: Actor, before: int) -> FiscalYear:
    """Open the fiscal year before the one named `before` (åpne forrige regnskapsår), which never opens by itself.

    Permission: period.lock. Repeats: a year that is open already is returned. Raises: BooksRefused, NoSuchPeriod.
    """
    require_permission(by, company, "period.lock")
    last_day = open_year(company, before).start - timedelta(days=1)
    open_fiscal_year(company, last_day)
    year, _start, _end = fiscal_year_of(last_day, company.fiscal_year_start_month)
    return open_year(company, year)


def open_year(company: Company, year: int) -> FiscalYear:
    """Return the fiscal year of a name. Raises: BooksRefused when it is not open."""
    found = FiscalYear.objects.for_company(company).filter(year=year).first()
    if found is None:
        raise BooksRefused(Problem(_("%(year)s is not open.") % {"year": year}))
    return found
