"""What VAT posting would make of lines that are still being typed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounting.ledger.master import Master, master_of
from accounting.ledger.pages.voucher_lines import TypedLine
from accounting.vat.models import VatTerm
from accounting.vat.rules import take_apart
from accounting.vat.terms import coming_term
from erp.companies.models import Company
from erp.money import format_amount

if TYPE_CHECKING:
    from accounting.ledger.pages.voucher_form import VoucherForm

ZERO = Decimal("0.00")


@dataclass
class VatRow:
    """A VAT account with what would be posted to it. Units: kroner (or the voucher's currency), debit positive."""

    account: str
    base: Decimal = ZERO
    amount: Decimal = ZERO


def preview_vat(form: "VoucherForm", company: Company) -> dict[str, Any]:
    """Return the VAT rows of a form for its page, and note each line's own VAT on it."""
    master = master_of(company)
    head = getattr(form.head, "cleaned_data", {})
    day = form.day
    rows: dict[str, VatRow] = {}
    for line in form.typed:
        add_line(rows, line, master, head.get("vat_date") or day or timezone.localdate())
    ordered = [rows[name] for name in sorted(rows)]
    return {
        "vat_rows": ordered,
        "vat_base": sum((row.base for row in ordered), ZERO),
        "vat_amount": sum((row.amount for row in ordered), ZERO),
        "day": day,
        "period": master.period(day) if day else None,
        "vat_term": chosen_term(company, master, head.get("vat_term_date"), day),
    }


def chosen_term(
    company: Company, master: Master, chosen: date | None, day: date | None
) -> VatTerm | None:
    """Return the VAT term that was chosen, also one that posting will make; none when it is refused."""
    if chosen is None or not master.may_have_term(chosen, day or timezone.localdate()):
        return None
    return master.term(chosen) or coming_term(company, chosen)


def add_line(rows: dict[str, VatRow], line: TypedLine, master: Master, day: date) -> None:
    """Add the VAT of one line to the rows of its code's accounts."""
    code = master.vat_codes.get(line.typed["vat_code"])
    amount = line.amount()
    percent = master.rate(code.rate_class, day) if code else None
    if code is None or percent is None or not amount:
        return
    parts = take_apart(
        amount=amount,
        includes_vat=True,
        kind=code.kind,
        percent=percent,
        deduction_percent=code.deduction_percent,
    )
    line.vat = format_amount(parts.vat) if parts.vat else ""
    names = {account.pk: str(account) for account in master.accounts.values()}
    for account_id, vat in (
        (code.input_account_id, parts.input_vat),
        (code.output_account_id, parts.output_vat),
    ):
        if vat and account_id:
            row = rows.setdefault(names[account_id], VatRow(names[account_id]))
            row.base += parts.net
            row.amount += vat
