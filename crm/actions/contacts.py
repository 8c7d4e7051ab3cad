"""People to reach at a party (kontaktpersoner): added, changed and removed; the history keeps them."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.facts import PartyRefused, phone_problems
from crm.models import Party, PartyContact
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.errors import Problem


@dataclass(frozen=True)
class ContactFacts:
    """What is told of a person to reach."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def add_contact(*, company: Company, by: Actor, party: Party, facts: ContactFacts) -> PartyContact:
    """Add a person to reach at a party.

    Permission: party.edit. Repeats: a person told in the same words is not added twice. Raises: PartyRefused.
    """
    require_permission(by, company, "party.edit")
    assert party.company_id == company.pk
    refuse_wrong(facts)
    Party.objects.for_company(company).select_for_update().get(pk=party.pk)
    row, _made = PartyContact.objects.for_company(company).get_or_create(
        company=company, party=party, **asdict(facts)
    )
    return row


@transaction.atomic
def change_contact(
    *, company: Company, by: Actor, contact: PartyContact, facts: ContactFacts
) -> PartyContact:
    """Change what is known of a person to reach. Permission: party.edit. Raises: PartyRefused."""
    require_permission(by, company, "party.edit")
    assert contact.company_id == company.pk
    refuse_wrong(facts)
    row = PartyContact.objects.for_company(company).select_for_update().get(pk=contact.pk)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def remove_contact(*, company: Company, by: Actor, contact: PartyContact) -> None:
    """Remove a person; the history keeps them. Permission: party.edit. Repeats: safe."""
    require_permission(by, company, "party.edit")
    assert contact.company_id == company.pk
    PartyContact.objects.for_company(company).filter(pk=contact.pk).delete()


def refuse_wrong(facts: ContactFacts) -> None:
    """Raise PartyRefused for a person without a name, or with a telephone that is none."""
    problems = phone_problems(facts.phone)
    if not facts.name.strip():
        problems.append(Problem(_("Give the name."), "name"))
    if problems:
        raise PartyRefused(*problems)
