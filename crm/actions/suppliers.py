"""The supplier of an arriving invoice: found among the parties, or made from what the invoice tells."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from crm.actions.banking import add_bank_account
from crm.actions.parties import PartyFacts, create_party, give_role
from crm.models import BankAccountSource, Party, PartyBankAccount
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
    Permission: inbox.post. Raises: PartyRefused.
    """
    require_permission(by, company, "inbox.post")
    party, how = find_supplier(company, facts)
    if party is not None:
        return (
            give_role(
                company=company, by=by, party=party, role="supplier", permission="inbox.post"
            ),
            False,
            how,
        )
    is_norwegian = facts.country == "NO"
    party = create_party(
        company=company,
        by=by,
        permission="inbox.post",
        facts=PartyFacts(
            name=facts.name,
            orgnr=facts.orgnr if not is_norwegian or is_orgnr(facts.orgnr) else "",
            vat_registered=facts.vat_registered,
            country=facts.country,
            email=facts.email if "@" in facts.email else "",
            phone=facts.phone[:30],
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
    return party, True, "new"


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
    return parties.filter(name__iexact=facts.name.strip(), is_active=True).first(), "name"
