"""Reversal (reversering): the only correction a posted voucher can get."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import AlreadyReversed, VoucherRefused
from accounting.ledger.books import master_for_days
from accounting.ledger.compiling import CompiledVoucher, lock_problems
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Entry, Voucher
from accounting.ledger.rows import EntryRow
from accounting.ledger.writing import write_vouchers
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import Problem


@retried_on_deadlock
@transaction.atomic
def reverse_voucher(
    *, company: Company, by: Actor, voucher: Voucher, on: date, reason: str
) -> Voucher:
    """Reverse a voucher (reversere et bilag) on a day in an open period, with a reason.

    Every entry comes once more with the opposite sign, same account, codes and dimensions, in a voucher of the
    same type that points at the first. VAT goes to the VAT term of `on`, or the original's while it is open
    and covers the same day. Permission: voucher.reverse.
    Repeats: reversing again with the same day and reason returns the first reversal.
    Raises: AlreadyReversed, VoucherRefused. Source: bokføringsloven § 9.
    """
    require_permission(by, company, "voucher.reverse")
    assert voucher.company_id == company.pk
    earlier = Voucher.objects.for_company(company).filter(reverses=voucher).first()
    if earlier:
        if (earlier.date, earlier.reason) == (on, reason):
            return earlier
        message = _("Voucher %(number)s is already reversed.") % {"number": voucher.number}
        raise AlreadyReversed(Problem(message))
    problems = [] if reason.strip() else [Problem(_("Say why the voucher is reversed."), "reason")]
    master = master_for_days(company, {on}, {on})
    period = master.period(on)
    assert period
    problems += [Problem(p.message, "on") for p in lock_problems(period, voucher.voucher_type, on)]
    if on < voucher.date:
        problems.append(Problem(_("A reversal cannot come before what it reverses."), "on"))
    if problems:
        raise VoucherRefused(*problems)
    term = master.term(on)
    entries = Entry.objects.for_company(company).filter(voucher=voucher).order_by("line")
    text = _("Reversal of voucher %(number)s") % {"number": voucher.number}
    compiled = CompiledVoucher(
        draft=VoucherDraft(
            voucher_type=voucher.voucher_type.key,
            date=on,
            lines=(),
            text=text,
            document=voucher.document_id,
        ),
        voucher_type=voucher.voucher_type,
        period=period,
        entries=tuple(opposite(entry, term.pk if term else None) for entry in entries),
        fingerprint="",
        reverses=voucher.pk,
        reason=reason.strip()[:255],
    )
    written = write_vouchers(company, [compiled], actor_pk(by))[0]
    return (
        Voucher.objects.for_company(company)
        .select_related("voucher_type", "period")
        .get(pk=written.pk)
    )


def negated(value: Decimal | None) -> Decimal | None:
    """Return the opposite of an amount that may be missing."""
    return None if value is None else -value


def opposite(entry: Entry, term: int | None) -> EntryRow:
    """Return the row that takes an entry back."""
    row = EntryRow(
        line=entry.line,
        account_id=entry.account_id,
        amount=-entry.amount,
        currency=entry.currency,
        currency_amount=-entry.currency_amount,
        rate=entry.rate,
        rate_date=entry.rate_date,
        vat_code_id=entry.vat_code_id,
        vat_role=entry.vat_role,
        vat_rate=entry.vat_rate,
        vat_base=negated(entry.vat_base),
        vat_amount=negated(entry.vat_amount),
        vat_specification=entry.vat_specification,
        vat_term_id=None if entry.vat_term_id is None else term or entry.vat_term_id,
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
