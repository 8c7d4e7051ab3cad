"""Entries on VAT accounts: one for each code, account, rate and term of a voucher. Pure: no database."""

from dataclasses import replace
from decimal import Decimal

from accounting.ledger.rows import EntryRow

ZERO = Decimal("0.00")


def vat_entry(
    shared: EntryRow,
    role: str,
    account_id: int,
    amount: Decimal,
    currency_amount: Decimal,
    base: Decimal,
) -> EntryRow:
    """Return the entry on a VAT account; it carries no dimension or party, since no such account has any."""
    return replace(
        shared,
        account_id=account_id,
        amount=amount,
        currency_amount=currency_amount,
        vat_role=role,
        vat_base=base,
        vat_amount=amount,
        department_id=None,
        project_id=None,
        free_values=(),
        party_id=None,
        quantity=None,
        kid="",
        due_date=None,
    )


def gather(vat: dict[tuple[object, ...], EntryRow], entry: EntryRow) -> None:
    """Add a VAT entry to that of the same code, account, rate, term and specification."""
    key = (
        entry.account_id,
        entry.vat_code_id,
        entry.vat_role,
        entry.vat_rate,
        entry.vat_term_id,
        entry.vat_specification,
        entry.currency,
        entry.rate,
    )
    before = vat.get(key)
    if before is None:
        vat[key] = entry
        return
    vat[key] = replace(
        before,
        amount=before.amount + entry.amount,
        currency_amount=before.currency_amount + entry.currency_amount,
        vat_base=(before.vat_base or ZERO) + (entry.vat_base or ZERO),
        vat_amount=(before.vat_amount or ZERO) + (entry.vat_amount or ZERO),
    )
