"""The supplier of an arriving invoice: found among the parties, or made from what the invoice tells."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Func, Q, Value
from django.utils import timezone

from crm.actions.banking import add_bank_account
from crm.actions.facts import LONGEST, PartyExists, PartyFacts, is_country
from crm.actions.parties import create_party, give_role
from crm.models import BankAccountSource, Party, PartyBankAccount
from crm.rules import is_norwegian_postal_code, is_phone
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.identifiers import is_bank_account, is_iban, is_orgnr


@dataclass(frozen=True)
class SupplierFacts:
    """What an invoice tells of its supplier."""

    name: str
    orgnr: str = ""
    vat_registered: bool = False
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "NO"
    email: str = ""
    phone: str = ""
    bank_account: str = ""
    bic: str = ""


@transaction.atomic
def find_or_create_supplier(
    *, company: Company, by: Actor, facts: SupplierFacts, source_reference: str
) -> tuple[Party, bool, str]:
    """Return (supplier, made now, how it was found): by organisation number, bank account, exact name, or new.

    A bank account that a known supplier did not have is not added here: a person must trust it first.
    Permission: inbox.post. Repeats: safe; who makes the same supplier at once gets the first. Raises: PartyRefused.
    """
    require_permission(by, company, "inbox.post")
    facts = usable(facts)
    party, how = find_supplier(company, facts)
    if party is None:
        try:
            return make_supplier(company, by, facts, source_reference), True, "new"
        except PartyExists as overtaken:
            party, how = overtaken.party, "orgnr"
    party = give_role(company=company, by=by, party=party, role="supplier", permission="inbox.post")
    return party, False, how


def usable(facts: SupplierFacts) -> SupplierFacts:
    """Return the facts without what a party cannot have: a supplier does not wait for a wrong telephone number."""
    country = facts.country.strip().upper()
    country = country if is_country(country) else "NO"
    right_orgnr = is_orgnr(facts.orgnr) if country == "NO" else True
    right_code = country != "NO" or is_norwegian_postal_code(facts.postal_code.strip())
    return replace(
        facts,
        country=country,
        orgnr=facts.orgnr if right_orgnr and len(facts.orgnr) <= LONGEST["orgnr"] else "",
        email=facts.email if "@" in facts.email and len(facts.email) <= LONGEST["email"] else "",
        phone=facts.phone[: LONGEST["phone"]] if is_phone(facts.phone) else "",
        postal_code=facts.postal_code if right_code else "",
    )


def make_supplier(
    company: Company, by: Actor, facts: SupplierFacts, source_reference: str
) -> Party:
    """Make the supplier of an invoice, with the bank account that the invoice tells. Raises: PartyRefused."""
    party = create_party(
        company=company,
        by=by,
        permission="inbox.post",
        facts=PartyFacts(
            name=facts.name,
            orgnr=facts.orgnr,
            vat_registered=facts.vat_registered,
            country=facts.country,
            email=facts.email,
            phone=facts.phone,
            street=facts.street,
            postal_code=facts.postal_code,
            city=facts.city,
            roles=frozenset({"supplier"}),
        ),
    )
    if is_bank_account(facts.bank_account) or is_iban(facts.bank_account):
        add_bank_account(
            company=company,
            by=by,
            party=party,
            account=facts.bank_account,
            bic=facts.bic,
            since=timezone.localdate(),
            source=BankAccountSource.INVOICE,
            source_reference=source_reference,
            permission="inbox.post",
        )
    return party


def find_supplier(company: Company, facts: SupplierFacts) -> tuple[Party | None, str]:
    """Return the party that an invoice is from, and how it was found."""
    parties = Party.objects.for_company(company)
    if facts.orgnr:
        # Another organisation may have the same name or share an account; its number tells them apart.
        return parties.filter(orgnr=facts.orgnr).first(), "orgnr"
    if facts.bank_account:
        accounts = PartyBankAccount.objects.for_company(company).filter(
            account=facts.bank_account, ended_on=None
        )
        if found := accounts.select_related("party").first():
            return found.party, "bank_account"
    name = facts.name.strip()
    # The sorted name leads to the row by its index; it alone would also let ö pass for ø.
    same = Q(sort_name=Func(Value(name), function="nb_sort"), name__iexact=name)
    return parties.filter(same, is_active=True).first(), "name"
