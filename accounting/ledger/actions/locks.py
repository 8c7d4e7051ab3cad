"""Locks (lås) on periods by area, and on VAT terms."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import Area, FiscalYear, Period
from accounting.ledger.queries.years import LOCK_FIELDS
from accounting.vat.models import VatTerm
from accounting.vat.terms import open_vat_term_of
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import Problem


def lock_period(*, company: Company, by: Actor, period: Period, area: str = Area.GENERAL) -> Period:
    """Lock a period (låse perioden) for everything, or for sales or purchases.

    Waits for postings that have begun in it; none begins afterwards. Permission: period.lock. Repeats: safe.
    """
    return set_lock(company=company, by=by, period=period, area=area, locked=True)


def open_period(*, company: Company, by: Actor, period: Period, area: str = Area.GENERAL) -> Period:
    """Open a locked period again (åpne perioden). Permission: period.lock. Repeats: safe."""
    return set_lock(company=company, by=by, period=period, area=area, locked=False)


@retried_on_deadlock
@transaction.atomic
def set_lock(*, company: Company, by: Actor, period: Period, area: str, locked: bool) -> Period:
    """Set one lock of a period. Permission: period.lock."""
    require_permission(by, company, "period.lock")
    row = Period.objects.for_company(company).select_for_update().get(pk=period.pk)
    field = LOCK_FIELDS[Area(area)]
    setattr(row, field, locked)
    row.save(update_fields=[field])
    return row


def lock_vat_term(*, company: Company, by: Actor, term: VatTerm) -> VatTerm:
    """Lock a VAT term (termin), as filing its return does: no more VAT is posted in it. Permission: period.lock."""
    return set_vat_lock(company=company, by=by, term=term, locked=True)


def open_vat_term(*, company: Company, by: Actor, term: VatTerm) -> VatTerm:
    """Open a locked VAT term again, for a corrected return. Permission: period.lock."""
    return set_vat_lock(company=company, by=by, term=term, locked=False)


@retried_on_deadlock
@transaction.atomic
def set_vat_lock(*, company: Company, by: Actor, term: VatTerm, locked: bool) -> VatTerm:
    """Set a VAT term's lock. Permission: period.lock."""
    require_permission(by, company, "period.lock")
    row = VatTerm.objects.for_company(company).select_for_update().get(pk=term.pk)
    row.is_locked = locked
    row.save(update_fields=["is_locked"])
    return row


@retried_on_deadlock
@transaction.atomic
def set_vat_lock_of_day(*, company: Company, by: Actor, day: date, locked: bool) -> VatTerm:
    """Lock or open the VAT term of a day, also one that nothing is posted in yet: it is made first.

    Permission: period.lock. Repeats: safe. Raises: BooksRefused outside of the open fiscal years.
    """
    require_permission(by, company, "period.lock")
    years = FiscalYear.objects.for_company(company)
    if not years.filter(start__lte=day, end__gte=day).exists():
        raise BooksRefused(Problem(_("The fiscal year of this day is not open."), "day"))
    open_vat_term_of(company, day)
    term = VatTerm.objects.for_company(company).get(start__lte=day, end__gte=day)
    return set_vat_lock(company=company, by=by, term=term, locked=locked)
