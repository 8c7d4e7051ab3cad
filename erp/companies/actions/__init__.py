"""What changes companies."""

from erp.companies.actions.companies import CompanyRefused, create_company

__all__ = ["CompanyRefused", "create_company"]
