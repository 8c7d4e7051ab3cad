"""What members change about the company itself."""

from django.db import transaction

from erp.access.rights import Actor, require_permission
from erp.companies.actions import CompanyFacts, write_facts
from erp.companies.models import Company


@transaction.atomic
def update_company(*, company: Company, by: Actor, facts: CompanyFacts) -> Company:
    """Change the company's settings (innstillinger). Permission: company.edit. Raises: CompanyRefused."""
    require_permission(by, company, "company.edit")
    write_facts(company, facts)
    return company
