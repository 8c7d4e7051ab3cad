"""What conversion from a foreign currency leaves over. Pure: no database."""

from dataclasses import replace
from decimal import Decimal

from accounting.ledger.models import VatRole
from accounting.ledger.rows import EntryRow

ZERO = Decimal("0.00")


def settle_rounding(entries: list[EntryRow]) -> list[EntryRow]:
    """Give the øre that conversion leaves over to the largest entry that no party or code owns.

    Only for a voucher that balances in one foreign currency at one rate: each entry is rounded by itself, and
    one is what is left. The basis of its VAT stays as it was computed. An entry that would vanish or change
    sides takes nothing.
    """
    foreign = {(entry.currency, entry.rate) for entry in entries}
    if (
        len(foreign) != 1
        or entries[0].currency == "NOK"
        or sum((entry.currency_amount for entry in entries), ZERO)
    ):
        return entries
    left = sum((entry.amount for entry in entries), ZERO)
    free = [
        entry
        for entry in entries
        if entry.party_id is None
        and entry.vat_role in {"", VatRole.BASE.value}
        and abs(entry.amount) > abs(left)
    ]
    # An øre from rounding each entry, and what half a hundredth of the currency is worth where VAT was converted.
    most = (Decimal("0.01") + Decimal("0.005") * entries[0].rate) * len(entries)
    if not left or not free or abs(left) > most:
        return entries
    takes = max(free, key=lambda entry: abs(entry.amount))
    return [
        replace(entry, amount=entry.amount - left) if entry is takes else entry for entry in entries
    ]
