"""What comboboxes find: accounts, parties on their control accounts, VAT codes and dimension values."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from accounting.ledger.models import Account, DimensionKind, DimensionValue, PartyRole
from accounting.vat.models import VatCode
from accounting.vat.registration import may_use
from crm.queries.parties import parties_of
from crm.queries.search import matching
from erp.companies.models import Company

MOST = 12
NUMBER_FIELDS = {
    PartyRole.CUSTOMER.value: "customer_number",
    PartyRole.SUPPLIER.value: "supplier_number",
    PartyRole.EMPLOYEE.value: "employee_number",
}


@dataclass(frozen=True)
class AccountHit:
    """An account to post to, with the party when it is a sub-ledger's. `text` is what the field then holds."""

    text: str
    code: str
    label: str
    note: str = ""
    vat_code: str = ""


def find_accounts(company: Company, text: str) -> QuerySet[Account]:
    """Return accounts in use whose number begins with, or whose name contains, what was typed.

    Names with a word that begins so come first.
    """
    accounts = Account.objects.for_company(company).filter(is_active=True)
    accounts = accounts.select_related("default_vat_code")
    if text.isdigit():
        return accounts.filter(number__startswith=text).order_by("number")
    begins = Case(When(name__iregex=rf"\m{re.escape(text)}", then=0), default=1)
    return accounts.filter(name__icontains=text).order_by(begins, "number")


def word_begins(text: str, name: str) -> bool:
    """Tell whether a word of a name begins with what was typed."""
    return bool(re.search(rf"\b{re.escape(text)}", name, re.IGNORECASE))


def default_vat(company: Company, account: Account) -> str:
    """Return the VAT code that an account proposes; none that the company may not use."""
    code = account.default_vat_code
    return code.code if code and may_use(company, code) else ""


def vat_note(company: Company, account: Account) -> str:
    """Return what a list of accounts says of an account's VAT code."""
    code = default_vat(company, account)
    return _("VAT code %(code)s") % {"code": code} if code else ""


def find_posting_targets(company: Company, text: str) -> list[AccountHit]:
    """Return accounts and parties that match by number or name: first those with a word that begins so."""
    accounts = list(find_accounts(company, text)[:MOST])
    hits = [
        AccountHit(
            f"{a.number} {a.name}", a.number, a.name, vat_note(company, a), default_vat(company, a)
        )
        for a in accounts
        if not a.party_role
    ]
    if len(text) < 2:
        return hits
    hits += find_parties_to_post(company, text)[:MOST]
    if not text.isdigit():
        hits.sort(key=lambda hit: not word_begins(text, hit.label))
    return hits[:MOST]


def find_parties_to_post(company: Company, text: str) -> list[AccountHit]:
    """Return parties in use whose number is, or whose name contains, what was typed, by control account."""
    control = {
        a.party_role: a
        for a in Account.objects.for_company(company)
        .exclude(party_role="")
        .filter(is_active=True)
        .order_by("-number")
    }
    parties = matching(parties_of(company).filter(is_active=True), text)
    hits = []
    for party in parties.order_by("sort_name")[:MOST]:
        for role, field in NUMBER_FIELDS.items():
            number_of_party = getattr(party, field)
            if number_of_party is not None and role in control:
                account = control[role]
                hits.append(
                    AccountHit(
                        f"{account.number} {number_of_party} {party.name}",
                        f"{account.number} {number_of_party}",
                        party.name,
                        account.name,
                    )
                )
    return hits


def find_values(company: Company, kind: str, text: str) -> QuerySet[DimensionValue]:
    """Return values in use of the department or project dimension, by code or name."""
    values = DimensionValue.objects.for_company(company).filter(
        dimension__kind=DimensionKind(kind), is_active=True
    )
    return values.filter(Q(code__startswith=text) | Q(name__icontains=text)).order_by("code")


def vat_codes_in_use(company: Company) -> list[VatCode]:
    """Return the VAT codes that the company may choose."""
    codes = VatCode.objects.for_company(company).filter(is_active=True).order_by("pk")
    return [code for code in codes if may_use(company, code)]


def names_of_codes(
    company_id: int, *, accounts: Collection[str], values: Collection[str]
) -> dict[tuple[str, str], str]:
    """Return "number name" of accounts and dimension values, by ("account", kind or "free:<dimension id>", code)."""
    names = {
        ("account", account.number): str(account)
        for account in Account.objects.filter(company_id=company_id, number__in=accounts)
    }
    chosen = DimensionValue.objects.filter(company_id=company_id, code__in=values)
    for value in chosen.select_related("dimension"):
        kind = value.dimension.kind
        key = f"free:{value.dimension_id}" if kind == DimensionKind.FREE else kind
        names[key, value.code] = str(value)
    return names
