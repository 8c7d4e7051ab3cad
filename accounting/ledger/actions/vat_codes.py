"""Changing VAT codes (mva-koder): where they post, how much is deducted, whether they may be chosen."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import Account
from accounting.vat.models import VatCode, VatKind
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import Problem
from erp.money import to_ore

# Which accounts a code of each kind posts VAT to.
POSTS_TO: dict[str, frozenset[str]] = {
    VatKind.NONE: frozenset(),
    VatKind.BASIS: frozenset(),
    VatKind.INPUT: frozenset({"input_account"}),
    VatKind.OUTPUT: frozenset({"output_account"}),
    VatKind.REVERSE: frozenset({"input_account", "output_account"}),
    VatKind.REVERSE_NOT_DEDUCTED: frozenset({"output_account"}),
}
DEDUCTING = frozenset({VatKind.INPUT.value, VatKind.REVERSE.value})
HUNDRED = Decimal(100)


@retried_on_deadlock
@transaction.atomic
def update_vat_code(
    *,
    company: Company,
    by: Actor,
    code: VatCode,
    output_account: Account | None,
    input_account: Account | None,
    deduction_percent: Decimal = HUNDRED,
    is_active: bool = True,
) -> VatCode:
    """Change a VAT code (endre mva-kode). What is posted keeps the account and the share of its day.

    What the code is (kind, rate class, standard code) is the law's and stays. The accounts are locked, so
    that none of them stops being a VAT account meanwhile.
    Units: `deduction_percent` 0 to 100. Permission: chart.edit. Repeats: safe. Raises: BooksRefused.
    """
    require_permission(by, company, "chart.edit")
    row = VatCode.objects.for_company(company).select_for_update().get(pk=code.pk)
    chosen = {"output_account": output_account, "input_account": input_account}
    for account in chosen.values():
        assert account is None or account.company_id == company.pk
    pks = sorted(account.pk for account in chosen.values() if account)
    own = Account.objects.for_company(company).filter(pk__in=pks)
    locked = {account.pk: account for account in own.order_by("number").select_for_update()}
    accounts = {name: locked[a.pk] if a else None for name, a in chosen.items()}
    problems = account_problems(row, accounts, is_active=is_active)
    problems += deduction_problems(row, deduction_percent)
    if not is_active and row.is_active:
        problems += default_problems(company, row)
    if problems:
        raise BooksRefused(*problems)
    row.output_account, row.input_account = accounts["output_account"], accounts["input_account"]
    row.deduction_percent, row.is_active = deduction_percent, is_active
    row.save(update_fields=["output_account", "input_account", "deduction_percent", "is_active"])
    return row


def account_problems(
    code: VatCode, accounts: dict[str, Account | None], *, is_active: bool
) -> list[Problem]:
    """Return what is wrong with the accounts that a code is to post to."""
    problems = []
    for name, account in accounts.items():
        needed = name in POSTS_TO[code.kind]
        if account is None:
            if needed and is_active:
                problems.append(Problem(_("Choose an account."), name))
        elif not needed:
            problems.append(Problem(_("A code of this kind posts nothing here."), name))
        elif not account.is_vat_account:
            message = _("Account %(number)s is not a VAT account.") % {"number": account.number}
            problems.append(Problem(message, name))
        elif not account.is_active:
            message = _("Account %(number)s is no longer in use.") % {"number": account.number}
            problems.append(Problem(message, name))
    return problems


def deduction_problems(code: VatCode, percent: Decimal) -> list[Problem]:
    """Return what is wrong with the share that is deducted."""
    if not 0 <= percent <= HUNDRED or percent != to_ore(percent):
        message = _("Give a percentage from 0 to 100 with at most two decimals.")
        return [Problem(message, "deduction_percent")]
    if percent != HUNDRED and code.kind not in DEDUCTING:
        message = _("A code of this kind deducts nothing.")
        return [Problem(message, "deduction_percent")]
    return []


def default_problems(company: Company, code: VatCode) -> list[Problem]:
    """Return the problem of a code that accounts propose, which cannot be taken out of use."""
    accounts = Account.objects.for_company(company).filter(default_vat_code=code, is_active=True)
    first = accounts.order_by("number").first()
    if first is None:
        return []
    message = _("%(count)s accounts propose this code, the first is %(number)s.")
    return [Problem(message % {"count": accounts.count(), "number": first.number}, "is_active")]
