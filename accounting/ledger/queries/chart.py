"""Reads of the chart of accounts (kontoplan)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounting.ledger.account_rules import AccountFacts, AccountUse, CodeFacts
from accounting.ledger.models import Account, AccountDimension, Dimension, Entry
from accounting.vat.models import VatCode
from erp.companies.models import Company


def chart_of(company: Company) -> QuerySet[Account]:
    """Return a company's accounts with what a list shows of them."""
    rules = AccountDimension.objects.select_related("dimension", "default_value")
    accounts = Account.objects.for_company(company).select_related("default_vat_code")
    return accounts.prefetch_related(Prefetch("dimension_rules", rules))


def chart_matching(accounts: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Narrow to accounts whose number begins with, or whose name contains, a text; or with its grouping code."""
    if text.isdigit():
        return accounts.filter(Q(number__startswith=text) | Q(grouping_code=text))
    return accounts.filter(name__icontains=text)


def facts_of(account: Account) -> AccountFacts:
    """Return what the chart says of an account."""
    return AccountFacts(
        number=account.number,
        name=account.name,
        grouping_category=account.grouping_category,
        grouping_code=account.grouping_code,
        vat_code=account.default_vat_code.code if account.default_vat_code else "",
        party_role=account.party_role,
        is_vat_account=account.is_vat_account,
        requires_vat_code=account.requires_vat_code,
        is_locked=account.is_locked,
        is_active=account.is_active,
    )


def codes_by_code(company: Company) -> dict[str, VatCode]:
    """Return a company's VAT codes."""
    return {code.code: code for code in VatCode.objects.for_company(company).order_by("pk")}


def code_facts(codes: dict[str, VatCode]) -> dict[str, CodeFacts]:
    """Return what accounts need to know of VAT codes."""
    return {code: CodeFacts(row.kind, row.is_active) for code, row in codes.items()}


def vat_codes_posting_to(company: Company) -> dict[int, tuple[str, ...]]:
    """Return the active VAT codes that post to each account, by the account's id."""
    posting: dict[int, list[str]] = defaultdict(list)
    for code in VatCode.objects.for_company(company).filter(is_active=True).order_by("pk"):
        for account in {code.output_account_id, code.input_account_id}:
            if account is not None:
                posting[account].append(code.code)
    return {account: tuple(codes) for account, codes in posting.items()}


def uses_of(company: Company, accounts: QuerySet[Account]) -> dict[str, tuple[Account, AccountUse]]:
    """Return accounts as they stand, by number; two queries however many they are."""
    posting = vat_codes_posting_to(company)
    entries = Entry.objects.filter(company_id=company.pk, account_id=OuterRef("pk"))
    rows = accounts.select_related("default_vat_code").annotate(has_entries=Exists(entries))
    return {
        row.number: (
            row,
            AccountUse(facts_of(row), row.has_entries, posting.get(row.pk, ())),
        )
        for row in rows
    }


@dataclass(frozen=True)
class RuleOfDimension:
    """What an account asks of a dimension; for every dimension in use, asked for or not."""

    dimension: Dimension
    is_required: bool = False
    default: str = ""


@dataclass(frozen=True)
class AccountCard:
    """All that the page of an account shows."""

    account: Account
    use: AccountUse
    rules: tuple[RuleOfDimension, ...]


def account_card(company: Company, pk: int) -> AccountCard:
    """Return an account with its use and what it asks of dimensions. Raises: Account.DoesNotExist."""
    found = uses_of(company, Account.objects.for_company(company).filter(pk=pk))
    if not found:
        raise Account.DoesNotExist
    account, use = next(iter(found.values()))
    return AccountCard(account, use, rules_of(company, account))


def rules_of(company: Company, account: Account | None) -> tuple[RuleOfDimension, ...]:
    """Return what an account asks of each dimension; a new account asks nothing."""
    asked = AccountDimension.objects.for_company(company).filter(account=account)
    by_dimension = {rule.dimension_id: rule for rule in asked.select_related("default_value")}
    dimensions = Dimension.objects.for_company(company).order_by("pk")
    rules = []
    for dimension in dimensions:
        rule = by_dimension.get(dimension.pk)
        if rule:
            default = str(rule.default_value) if rule.default_value else ""
            rules.append(RuleOfDimension(dimension, rule.is_required, default))
        elif dimension.is_active:
            rules.append(RuleOfDimension(dimension))
    return tuple(rules)
