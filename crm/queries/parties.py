"""Parties in lists, on cards and in comboboxes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from crm.models import AddressKind, Party, PartyAddress, PartyBankAccount, PartyContact
from crm.rules import is_new_account
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


def with_city(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Return parties that each know the city of their business address, as `city`."""
    addresses = PartyAddress.objects.filter(party=OuterRef("pk"), kind=AddressKind.BUSINESS)
    return parties.annotate(city=Subquery(addresses.values("city")[:1]))


def roles_of(party: Party) -> dict[str, int | None]:
    """Return the roles that a party has, each with its number; a company of the group has none of its own."""
    numbers = {
        "customer": party.customer_number,
        "supplier": party.supplier_number,
        "employee": party.employee_number,
    }
    roles = {role: number for role, number in numbers.items() if number is not None}
    return roles | ({"group": None} if party.is_group_company else {})


def numbers_of(party: Party) -> str:
    """Return the numbers that a party has, as one text."""
    return " · ".join(str(number) for number in roles_of(party).values() if number is not None)


@dataclass(frozen=True)
class BankAccountLine:
    """A bank account on the card, and whether it is so new that a payer should look twice."""

    account: PartyBankAccount
    is_new: bool


@dataclass(frozen=True)
class PartyCard:
    """All that a party's plain card shows by itself; other apps add panels."""

    party: Party
    roles: dict[str, int | None]
    addresses: list[PartyAddress]
    contacts: list[PartyContact]
    bank_accounts: list[BankAccountLine]

    @property
    def business_address(self) -> PartyAddress | None:
        """The address that stands below the name."""
        return next((a for a in self.addresses if a.kind == AddressKind.BUSINESS), None)

    @property
    def free_kinds(self) -> list[AddressKind]:
        """The kinds of address that the party does not have."""
        taken = {address.kind for address in self.addresses}
        return [kind for kind in AddressKind if kind.value not in taken]


def party_card(company: Company, pk: int, today: date) -> PartyCard:
    """Return a party with what belongs to it. Raises: Party.DoesNotExist."""
    party = Party.objects.for_company(company).get(pk=pk)
    accounts = PartyBankAccount.objects.for_company(company).filter(party=party)
    addresses = PartyAddress.objects.for_company(company).filter(party=party)
    contacts = PartyContact.objects.for_company(company).filter(party=party)
    order = list(AddressKind.values)
    return PartyCard(
        party=party,
        roles=roles_of(party),
        addresses=sorted(addresses, key=lambda address: order.index(address.kind)),
        contacts=list(contacts.order_by("name", "pk")),
        bank_accounts=[
            BankAccountLine(account, is_new_account(account.since, account.ended_on, today))
            for account in accounts.order_by(F("ended_on").desc(nulls_first=True), "-since", "-pk")
        ],
    )
