"""Reversal (reversering): the only correction a posted voucher can get."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import AlreadyReversed, VoucherRefused
from accounting.ledger.actions.vouchers import LOCKS
from accounting.ledger.books import master_for_days
from accounting.ledger.compiling import CompiledVoucher, lock_problems
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.master import Master
from accounting.ledger.models import Entry, Voucher
from accounting.ledger.periods import NoSuchPeriod
from accounting.ledger.rows import EntryRow
from accounting.ledger.writing import write_vouchers
from accounting.vat.models import VatTerm
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import Problem


@retried_on_deadlock
@retried_when_overtaken("voucher_reversed_at_most_once", *LOCKS)
@transaction.atomic
def reverse_voucher(
    *,
    company: Company,
    by: Actor,
    voucher: Voucher,
    on: date,
    reason: str,
    permission: str = "voucher.reverse",
) -> Voucher:
    """Reverse a voucher (reversere et bilag) on a day in an open period, with a reason.

    Every entry comes once more with the opposite sign, same account, codes and dimensions, in a voucher of the
    same type that points at the first. VAT goes to the VAT term of `on`; VAT that was posted to another term
    than its date's goes back to that one, as long as it is open.
    Permission: `permission` (an action above reverses what it has posted by the right it has itself checked).
    Repeats: reversing again with the same day and reason returns the first reversal.
    Raises: AlreadyReversed, VoucherRefused. Source: bokføringsloven § 9.
    """
    require_permission(by, company, permission)
    assert voucher.company_id == company.pk
    reason = reason.strip()[:255]
    if earlier := earlier_reversal(company, voucher, on, reason):
        return earlier
    master = master_of_reversal(company, on)
    entries = list(
        Entry.objects.for_company(company)
        .filter(voucher=voucher)
        .select_related("vat_term")
        .order_by("line")
    )
    own = master.term(on)
    assert own, f"the VAT term of {on} is open"
    back = {e.pk: term_of_opposite(e, own) for e in entries}
    if problems := reversal_problems(voucher, master, on, reason, back.values()):
        raise VoucherRefused(*problems)
    compiled = compile_reversal(
        voucher, master, on, reason, [opposite(e, back[e.pk]) for e in entries]
    )
    written = write_vouchers(company, [compiled], actor_pk(by))[0]
    return reversals_of(company).get(pk=written.pk)


def reversals_of(company: Company) -> QuerySet[Voucher]:
    """Return a company's vouchers with what an answer tells of them."""
    return Voucher.objects.for_company(company).select_related("voucher_type", "period")


def earlier_reversal(company: Company, voucher: Voucher, on: date, reason: str) -> Voucher | None:
    """Return the same reversal if it was made before. Raises: AlreadyReversed when it was another."""
    earlier = reversals_of(company).filter(reverses=voucher).first()
    if earlier and (earlier.date, earlier.reason) != (on, reason):
        message = _("Voucher %(number)s is already reversed.") % {"number": name_of(voucher)}
        raise AlreadyReversed(Problem(message))
    return earlier


def master_of_reversal(company: Company, on: date) -> Master:
    """Return the master data with the period and VAT term of a day. Raises: VoucherRefused, at `on`."""
    try:
        return master_for_days(company, {on}, {on})
    except NoSuchPeriod as error:
        raise VoucherRefused(*(Problem(p.message, "on") for p in error.problems)) from error


def reversal_problems(
    voucher: Voucher, master: Master, on: date, reason: str, terms: Iterable[VatTerm | None]
) -> list[Problem]:
    """Return all that stands in the way of a reversal."""
    period = master.period(on)
    assert period, f"the fiscal year of {on} is open"
    problems = [] if reason else [Problem(_("Say why the voucher is reversed."), "reason")]
    problems += [Problem(p.message, "on") for p in lock_problems(period, voucher.voucher_type, on)]
    if on < voucher.date:
        problems.append(Problem(_("A reversal cannot come before what it reverses."), "on"))
    message = _("VAT term %(term)s is locked. Choose a later day.")
    locked = {str(term) for term in terms if term and term.is_locked}
    problems += [Problem(message % {"term": term}, "on") for term in sorted(locked)]
    return problems


def term_of_opposite(entry: Entry, own: VatTerm) -> VatTerm | None:
    """Return the VAT term that takes an entry back: `own`, that of the day, or the one it was chosen for."""
    term = entry.vat_term
    if term is None:
        return None
    is_chosen = not term.start <= entry.date <= term.end
    return term if is_chosen and not term.is_locked else own


def compile_reversal(
    voucher: Voucher, master: Master, on: date, reason: str, entries: list[EntryRow]
) -> CompiledVoucher:
    """Return the voucher that takes another back, ready to be written."""
    period = master.period(on)
    assert period, f"the fiscal year of {on} is open"
    return CompiledVoucher(
        draft=VoucherDraft(
            voucher_type=voucher.voucher_type.key,
            date=on,
            lines=(),
            text=_("Reversal of voucher %(number)s") % {"number": name_of(voucher)},
            document=voucher.document_id,
        ),
        voucher_type=voucher.voucher_type,
        period=period,
        entries=tuple(entries),
        fingerprint="",
        reverses=voucher.pk,
        reason=reason,
    )


def name_of(voucher: Voucher) -> str:
    """Return type, number and year as people call a voucher: 6-12/2026."""
    return f"{voucher.voucher_type.code}-{voucher.number}/{voucher.fiscal_year.year}"


def negated(value: Decimal | None) -> Decimal | None:
    """Return the opposite of an amount that may be missing."""
    return None if value is None else -value


def opposite(entry: Entry, term: VatTerm | None) -> EntryRow:
    """Return the row that takes an entry back, in a VAT term."""
    row = EntryRow(
        line=entry.line,
        account_id=entry.account_id,
        amount=-entry.amount,
        currency=entry.currency,
        currency_amount=-entry.currency_amount,
        rate=entry.rate,
        rate_date=entry.rate_date or (None if entry.currency == "NOK" else entry.date),
        vat_code_id=entry.vat_code_id,
        vat_role=entry.vat_role,
        vat_rate=entry.vat_rate,
        vat_base=negated(entry.vat_base),
        vat_amount=negated(entry.vat_amount),
        vat_specification=entry.vat_specification,
        vat_term_id=term.pk if term else None,
        department_id=entry.department_id,
        project_id=entry.project_id,
        free_values=tuple(entry.free_values),
    )
    return replace(
        row,
        party_id=entry.party_id,
        invoice_number=entry.invoice_number,
        kid=entry.kid,
        due_date=entry.due_date,
        quantity=negated(entry.quantity),
        text=entry.text,
    )
