"""Reading who has access."""

from erp.access.models import Membership
from erp.companies.models import Company, CompanyQuerySet


def members_of(company: Company) -> CompanyQuerySet[Membership]:
    """Return everybody who has or had access to a company, by name."""
    return (
        Membership.objects.for_company(company).select_related("user").order_by("user__name", "pk")
    )
