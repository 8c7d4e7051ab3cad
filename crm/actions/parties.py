"""Making and changing parties (kunder, leverandører, ansatte), their roles, and whether they are in use."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.addresses import keep_address
from crm.actions.facts import (
    NUMBERED,
    ROLES,
    PartyExists,
    PartyFacts,
    PartyRefused,
    fact_problems,
)
from crm.models import AddressKind, Party, PartyAddress
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.companies.numbering import take_number
from erp.db.retry import retried_when_overtaken
from erp.db.versions import Versioned, refuse_overtaken
from erp.errors import Problem


@retried_when_overtaken("party_once_per_orgnr", "party_once_per_source_key")
@transaction.atomic
def create_party(
    *,
    company: Company,
    by: Actor,
    facts: PartyFacts,
    source_key: str = "",
    permission: str = "party.edit",
) -> Party:
    """Make a party (kunde, leverandør ...) with a number of its own for each role it has.

    Permission: party.edit, or the one that the action above has itself checked.
    Repeats: the same `source_key` with the same name and organisation number returns the first party.
    Raises: PartyRefused with all problems; PartyExists, which carries the party that is there.
    """
    require_permission(by, company, permission)
    if problems := fact_problems(facts):
        raise PartyRefused(*problems)
    if earlier := made_before(company, source_key, facts):
        return earlier
    refuse_same_orgnr(company, facts.orgnr, except_for=None)
    party = Party(company=company, source_key=source_key, **facts.columns())
    for role in sorted(facts.roles):
        number_role(company, party, role)
    party.save(force_insert=True)
    keep_address(company, party, AddressKind.BUSINESS, facts.business_address)
    if facts.postal_address:
        keep_address(company, party, AddressKind.POSTAL, facts.postal_address)
    return party


@retried_when_overtaken("party_once_per_orgnr")
@transaction.atomic
def update_party(
    *, company: Company, by: Actor, party: Party, facts: PartyFacts, version: str = ""
) -> Party:
    """Change what is known of a party. A role once given keeps its number; being of the group can be taken back.

    The business address goes when all of it is empty; other addresses are changed by themselves.
    Permission: party.edit. Raises: as `create_party`; Overtaken when the party is not of the `version` any more.
    """
    require_permission(by, company, "party.edit")
    if problems := fact_problems(facts):
        raise PartyRefused(*problems)
    refuse_same_orgnr(company, facts.orgnr, except_for=party)
    row = locked(company, party)
    refuse_overtaken(versioned_party(row.pk), version)
    for name, value in facts.columns().items():
        setattr(row, name, value)
    row.is_group_company = False
    for role in sorted(facts.roles):
        number_role(company, row, role)
    row.save()
    keep_address(company, row, AddressKind.BUSINESS, facts.business_address)
    return row


def versioned_party(pk: int) -> list[Versioned]:
    """Return what the form of a party shows: its own row and its addresses."""
    return [
        Versioned(Party, {"pgh_obj_id": pk}),
        Versioned(PartyAddress, {"party_id": pk}),
    ]


@transaction.atomic
def give_role(
    *, company: Company, by: Actor, party: Party, role: str, permission: str = "party.edit"
) -> Party:
    """Make a party customer, supplier, employee or company of the group too (gi rolle).

    Permission: party.edit, or the one that the action above has checked. Repeats: safe. Raises: PartyRefused.
    """
    require_permission(by, company, permission)
    if role not in ROLES:
        raise PartyRefused(Problem(_("Unknown role."), "role"))
    row = locked(company, party)
    number_role(company, row, role)
    row.save()
    return row


@transaction.atomic
def deactivate_party(*, company: Company, by: Actor, party: Party) -> Party:
    """Take a party out of use (gjøre inaktiv): it is not proposed any more. Permission: party.edit. Repeats: safe."""
    return set_active(company, by, party, active=False)


@transaction.atomic
def activate_party(*, company: Company, by: Actor, party: Party) -> Party:
    """Take a party into use again (gjøre aktiv). Permission: party.edit. Repeats: safe."""
    return set_active(company, by, party, active=True)


def set_active(company: Company, by: Actor, party: Party, *, active: bool) -> Party:
    """Say whether a party is in use."""
    require_permission(by, company, "party.edit")
    row = locked(company, party)
    if row.is_active != active:
        row.is_active = active
        row.save(update_fields=["is_active"])
    return row


def locked(company: Company, party: Party) -> Party:
    """Return the party's row as it is now, locked until the transaction ends."""
    assert party.company_id == company.pk
    return Party.objects.for_company(company).select_for_update().get(pk=party.pk)


def made_before(company: Company, source_key: str, facts: PartyFacts) -> Party | None:
    """Return the party that the same form has made. Raises: PartyRefused when it was another one."""
    if not source_key:
        return None
    earlier = Party.objects.for_company(company).filter(source_key=source_key).first()
    if earlier and (earlier.name, earlier.orgnr) != (facts.name.strip()[:200], facts.orgnr):
        message = _("This form has made %(name)s already. Open a new one.") % {"name": earlier.name}
        raise PartyRefused(Problem(message))
    return earlier


def number_role(company: Company, party: Party, role: str) -> None:
    """Give a party the next number of a role's series, unless it has one."""
    if role == "group":
        party.is_group_company = True
        return
    name, first = NUMBERED[role]
    if getattr(party, name) is None:
        setattr(party, name, take_number(company=company, key=role, first=first))


def refuse_same_orgnr(company: Company, orgnr: str, *, except_for: Party | None) -> None:
    """Raise PartyExists when another party has the organisation number."""
    if not orgnr:
        return
    others = Party.objects.for_company(company).filter(orgnr=orgnr)
    other = others.exclude(pk=except_for.pk).first() if except_for else others.first()
    if other:
        raise PartyExists(other)
