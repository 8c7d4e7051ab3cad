"""What the access middleware has put on a request, read without knowing who put it there."""

from collections.abc import Sequence
from typing import Protocol

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise

Label = str | Promise


class CompanyLike(Protocol):
    """What the shell shows of a company."""

    slug: str
    name: str
    orgnr: str
    colour: str
    logo_sha256: str


def company_of(request: HttpRequest) -> CompanyLike | None:
    """Return the company that the address names, or None outside of companies."""
    company: CompanyLike | None = getattr(request, "company", None)
    return company


def home_of(company: CompanyLike | None) -> str:
    """Return the address of a company's overview; without a company the one where companies are chosen."""
    return f"{get_script_prefix()}{company.slug}/" if company else get_script_prefix()


def companies_of(request: HttpRequest) -> Sequence[CompanyLike]:
    """Return the companies that the user is a member of."""
    companies: Sequence[CompanyLike] = getattr(request, "companies", ())
    return companies


def permissions_of(request: HttpRequest) -> frozenset[str]:
    """Return what the user may do in the company of the request."""
    permissions: frozenset[str] = getattr(request, "permissions", frozenset())
    return permissions
