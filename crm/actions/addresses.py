"""Addresses of parties (adresser): business, postal, invoice and delivery, one of each kind at most.

They stand in the form of their party too, so the party is locked first, whoever changes one.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.facts import AddressFacts, PartyRefused, postal_code_problems
from crm.models import AddressKind, Party, PartyAddress
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_when_overtaken
from erp.errors import Problem


@retried_when_overtaken("party_address_once_per_kind")
@transaction.atomic
def add_address(
    *, company: Company, by: Actor, party: Party, kind: str, facts: AddressFacts
) -> PartyAddress:
    """Add an address of a kind that the party does not have.

    Permission: party.edit. Repeats: the same address again returns the first. Raises: PartyRefused.
    """
    require_permission(by, company, "party.edit")
    assert party.company_id == company.pk and kind in AddressKind
    refuse_wrong(facts)
    hold_party(company, party.pk)
    rows = PartyAddress.objects.for_company(company)
    earlier = rows.filter(party=party, kind=kind).first()
    if earlier is None:
        return rows.create(company=company, party=party, kind=kind, **facts.columns())
    if facts.columns() != {name: getattr(earlier, name) for name in facts.columns()}:
        message = _("The party has an address of this kind already. Change that one.")
        raise PartyRefused(Problem(message, "kind"))
    return earlier


@transaction.atomic
def change_address(
    *, company: Company, by: Actor, address: PartyAddress, facts: AddressFacts
) -> PartyAddress:
    """Change an address; its kind stays. Permission: party.edit. Raises: PartyRefused."""
    require_permission(by, company, "party.edit")
    assert address.company_id == company.pk
    refuse_wrong(facts)
    hold_party(company, address.party_id)
    row = PartyAddress.objects.for_company(company).get(pk=address.pk)
    for name, value in facts.columns().items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def remove_address(*, company: Company, by: Actor, address: PartyAddress) -> None:
    """Remove an address; the history keeps it. Permission: party.edit. Repeats: safe."""
    require_permission(by, company, "party.edit")
    assert address.company_id == company.pk
    hold_party(company, address.party_id)
    PartyAddress.objects.for_company(company).filter(pk=address.pk).delete()


def hold_party(company: Company, pk: int) -> None:
    """Wait for whoever changes the same party, and let nobody else until the transaction ends."""
    Party.objects.for_company(company).select_for_update().get(pk=pk)


def refuse_wrong(facts: AddressFacts) -> None:
    """Raise PartyRefused when an address leads nowhere."""
    problems = postal_code_problems(facts, "postal_code")
    if facts.is_empty:
        problems.append(Problem(_("Give the address, or remove it."), "lines"))
    if problems:
        raise PartyRefused(*problems)


def keep_address(company: Company, party: Party, kind: AddressKind, facts: AddressFacts) -> None:
    """Make a party's address of a kind what was told; none is made of nothing, and nothing leaves none."""
    rows = PartyAddress.objects.for_company(company)
    if facts.is_empty:
        rows.filter(party=party, kind=kind).delete()
    else:
        rows.update_or_create(company=company, party=party, kind=kind, defaults=facts.columns())
