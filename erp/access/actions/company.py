"""What members change about the company itself."""

from django.db import transaction

from erp.access.rights import Actor, require_permission
from erp.companies.actions import CompanyFacts, write_facts
from erp.companies.models import Company
from erp.db.versions import Versioned, refuse_overtaken


@transaction.atomic
def update_company(
    *, company: Company, by: Actor, facts: CompanyFacts, version: str = ""
) -> Company:
    """Change the company's settings (innstillinger).

    Permission: company.edit. Raises: CompanyRefused; Overtaken when they are not of the `version` any more.
    """
    require_permission(by, company, "company.edit")
    Company.objects.select_for_update().get(pk=company.pk)
    refuse_overtaken(versioned_company(company), version)
    write_facts(company, facts)
    return company


def versioned_company(company: Company) -> list[Versioned]:
    """Return what the form of a company's settings shows."""
    return [Versioned(Company, {"pgh_obj_id": company.pk})]
