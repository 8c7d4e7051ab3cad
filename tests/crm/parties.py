"""Parties of Fjord AS, made by the product's own actions, and the addresses of their pages."""

from typing import Any

from django.urls import reverse

from crm.actions import PartyFacts, create_party
from crm.models import Party
from erp.access.rights import SYSTEM
from erp.companies.models import Company
from tests.world import World

ORGNR, OTHER_ORGNR = "921345674", "921345682"


def make_party(world: World, name: str = "Elgrossen Vest AS", **facts: Any) -> Party:
    """Make a supplier at Fjord AS, by Ola."""
    facts.setdefault("roles", frozenset({"supplier"}))
    return create_party(company=world.fjord, by=world.ola, facts=PartyFacts(name=name, **facts))


def make_foreign(company: Company, name: str = "Tinds egen AS", **facts: Any) -> Party:
    """Make a party of another company; its scope must be set."""
    return create_party(company=company, by=SYSTEM, facts=PartyFacts(name=name, **facts))


def url(world: World, name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page of Fjord AS."""
    return reverse(name, args=[world.fjord.slug, *args], kwargs=kwargs or None)
