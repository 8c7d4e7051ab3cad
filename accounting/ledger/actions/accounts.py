"""Making and changing accounts (konti) of the chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.account_rules import AccountFacts, account_problems
from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import Account, AccountDimension, Dimension, DimensionValue
from accounting.ledger.queries.chart import code_facts, codes_by_code, uses_of
from accounting.vat.models import VatCode
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.db.versions import Versioned, refuse_overtaken
from erp.errors import Problem

PLAIN = (
    "number",
    "name",
    "grouping_category",
    "grouping_code",
    "party_role",
    "is_vat_account",
    "requires_vat_code",
    "is_locked",
    "is_active",
)


@dataclass(frozen=True)
class DimensionRule:
    """What an account asks of a dimension: that it is given, and what it is unless said otherwise."""

    dimension: Dimension
    is_required: bool = False
    default_value: DimensionValue | None = None


@retried_on_deadlock
@retried_when_overtaken("account_number_once")
@transaction.atomic
def create_account(
    *, company: Company, by: Actor, facts: AccountFacts, rules: Sequence[DimensionRule] = ()
) -> Account:
    """Make an account (opprette konto). Permission: chart.edit. Raises: BooksRefused."""
    require_permission(by, company, "chart.edit")
    codes = codes_by_code(company)
    problems = account_problems(facts, code_facts(codes)) + rule_problems(company, rules)
    if Account.objects.for_company(company).filter(number=facts.number).exists():
        problems.append(number_taken(facts.number))
    if problems:
        raise BooksRefused(*problems)
    account = Account(company=company)
    put_facts(account, facts, codes)
    account.save(force_insert=True)
    set_rules(company, account, rules)
    return account


@retried_on_deadlock
@retried_when_overtaken("account_number_once")
@transaction.atomic
def update_account(
    *,
    company: Company,
    by: Actor,
    account: Account,
    facts: AccountFacts,
    rules: Sequence[DimensionRule] | None = None,
    version: str = "",
) -> Account:
    """Change an account (endre konto); without `rules` what it asks of dimensions stays.

    Number and sub-ledger stay once there are entries; the account's row is locked first, so that a posting
    that has begun is seen. Permission: chart.edit. Repeats: safe.
    Raises: BooksRefused; Overtaken when the account is not of the `version` any more.
    """
    require_permission(by, company, "chart.edit")
    own = Account.objects.for_company(company)
    before = own.select_for_update().get(pk=account.pk)
    refuse_overtaken(versioned_account(before.pk), version)
    row, use = uses_of(company, own.filter(pk=before.pk))[before.number]
    codes = codes_by_code(company)
    problems = account_problems(facts, code_facts(codes), use)
    problems += rule_problems(company, rules or ())
    if own.filter(number=facts.number).exclude(pk=row.pk).exists():
        problems.append(number_taken(facts.number))
    if problems:
        raise BooksRefused(*problems)
    changed = put_facts(row, facts, codes)
    if changed:
        row.save(update_fields=changed)
    if rules is not None:
        set_rules(company, row, rules)
    return row


def versioned_account(pk: int) -> list[Versioned]:
    """Return what the form of an account shows: its own row, and what it asks of dimensions."""
    return [
        Versioned(Account, {"pgh_obj_id": pk}),
        Versioned(AccountDimension, {"account_id": pk}),
    ]


def number_taken(number: str) -> Problem:
    """Return the problem of a number that another account has."""
    message = _("Account %(number)s is already in the chart.") % {"number": number}
    return Problem(message, "number")


def put_facts(account: Account, facts: AccountFacts, codes: dict[str, VatCode]) -> list[str]:
    """Put facts onto an account that is not saved here; returns the fields that are now other than before."""
    changed = [name for name in PLAIN if getattr(account, name) != getattr(facts, name)]
    for name in changed:
        setattr(account, name, getattr(facts, name))
    code = codes[facts.vat_code] if facts.vat_code else None
    if account.default_vat_code_id != (code.pk if code else None):
        account.default_vat_code = code
        changed.append("default_vat_code")
    return changed


def rule_problems(company: Company, rules: Sequence[DimensionRule]) -> list[Problem]:
    """Return what is wrong with what an account asks of dimensions, at `default_<id>`."""
    problems = []
    for rule in rules:
        assert rule.dimension.company_id == company.pk
        value = rule.default_value
        if value is None:
            continue
        assert value.company_id == company.pk
        if value.dimension_id != rule.dimension.pk:
            message = _("%(value)s is not a value of %(dimension)s.")
            text = message % {"value": value, "dimension": rule.dimension}
            problems.append(Problem(text, f"default_{rule.dimension.pk}"))
        elif not value.is_active:
            message = _("%(code)s is no longer in use.") % {"code": value}
            problems.append(Problem(message, f"default_{rule.dimension.pk}"))
    return problems


def set_rules(company: Company, account: Account, rules: Sequence[DimensionRule]) -> None:
    """Let an account ask of dimensions what the rules say, and of those without a rule nothing."""
    own = AccountDimension.objects.for_company(company).filter(account=account)
    before = {row.dimension_id: row for row in own}
    wanted = {r.dimension.pk: r for r in rules if r.is_required or r.default_value}
    own.filter(dimension_id__in=before.keys() - wanted.keys()).delete()
    for pk, rule in wanted.items():
        row = before.get(pk) or AccountDimension(
            company=company, account=account, dimension=rule.dimension
        )
        now = (rule.is_required, rule.default_value.pk if rule.default_value else None)
        if row.pk is None or (row.is_required, row.default_value_id) != now:
            row.is_required, row.default_value_id = now
            row.save()
