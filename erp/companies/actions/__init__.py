"""What changes companies."""

from erp.companies.actions.companies import (
    create_company,
    founding,
    free_slug,
    taken_slugs,
    write_company,
)
from erp.companies.actions.facts import CompanyFacts, CompanyRefused, write_facts

__all__ = [
    "CompanyFacts",
    "CompanyRefused",
    "create_company",
    "founding",
    "free_slug",
    "taken_slugs",
    "write_company",
    "write_facts",
]
