"""Parties in lists, on cards and in comboboxes."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from crm.models import Party, PartyAddress, PartyBankAccount, PartyContact
from erp.companies.models import Company

ROLE_FIELDS = {
    "customer": Q(customer_number__isnull=False),
    "supplier": Q(supplier_number__isnull=False),
    "employee": Q(employee_number__isnull=False),
    "group": Q(is_group_company=True),
}


def parties_of(company: Company, role: str = "") -> QuerySet[Party]:
    """Return a company's parties, or those with one role."""
    return Party.objects.for_company(company).filter(ROLE_FIELDS.get(role, Q()))


def matching(parties: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Return parties whose name holds, or whose number or organisation number is, what was typed."""
    words = Q(name__icontains=text)
    digits = text.replace(" ", "")
    if digits.isdecimal() and len(digits) < 18:
        number = int(digits)
        words |= (
            Q(orgnr=digits)
            | Q(customer_number=number)
            | Q(supplier_number=number)
            | Q(employee_number=number)
        )
    return parties.filter(words)


@dataclass(frozen=True)
class PartyCard:
    """All that a party's plain card shows by itself; other apps add panels."""

    party: Party
    addresses: list[PartyAddress]
    contacts: list[PartyContact]
    bank_accounts: list[PartyBankAccount]


def party_card(company: Company, pk: int) -> PartyCard:
    """Return a party with what belongs to it. Raises: Party.DoesNotExist."""
    party = Party.objects.for_company(company).get(pk=pk)
    return PartyCard(
        party=party,
        addresses=list(
            PartyAddress.objects.for_company(company).filter(party=party).order_by("kind")
        ),
        contacts=list(
            PartyContact.objects.for_company(company).filter(party=party).order_by("name")
        ),
        bank_accounts=list(
            PartyBankAccount.objects.for_company(company)
            .filter(party=party)
            .order_by("ended_on", "-since")
        ),
    )
