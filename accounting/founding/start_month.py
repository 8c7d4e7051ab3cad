"""The month that a company's fiscal years start in stands fast once a year is opened; PostgreSQL holds the same."""

from django.utils.translation import gettext as _

from accounting.ledger.models import FiscalYear
from erp.companies.models import Company


def why_start_month_is_held(company: Company) -> str:
    """Return why the month can no longer be changed, or nothing while it can."""
    first = FiscalYear.objects.for_company(company).order_by("start").first()
    if first is None:
        return ""
    return _("The fiscal year %(year)s is opened, so the month can no longer be changed.") % {
        "year": first.year
    }
