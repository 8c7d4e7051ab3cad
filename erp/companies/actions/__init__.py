"""What changes companies."""

from erp.companies.actions.companies import CompanyFacts, CompanyRefused, create_company

__all__ = ["CompanyFacts", "CompanyRefused", "create_company"]
