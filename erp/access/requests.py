"""The request as views see it once the access middleware has let it through."""

from django.http import HttpRequest

from erp.access.models import Membership, User
from erp.companies.models import Company


class CompanyRequest(HttpRequest):
    """A request inside a company, by a member that holds the view's permission."""

    user: User
    company: Company
    membership: Membership
    companies: list[Company]
    permissions: frozenset[str]
