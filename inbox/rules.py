"""How an invoice becomes lines to code, and lines become amounts to post: pure, no database.

Units: amounts in the document's currency, positive for what is owed; a credit note's are negative.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from erp.money import to_ore
from integrations.ehf.documents import Invoice, VatSubtotal

ZERO = Decimal("0.00")

# The incoming standard codes that deduct what a Norwegian supplier states (SAF-T standard VAT codes).
DEDUCTING_CODES = ("1", "11", "12", "13")


@dataclass(frozen=True)
class ProposedLine:
    """A line as it is first proposed: what one VAT group of the document comes to."""

    text: str
    net: Decimal
    vat: Decimal
    vat_code: str


def vat_code_for(subtotal: VatSubtotal, codes: Mapping[Decimal, str]) -> str:
    """Return the incoming VAT code for a VAT group by the rates of its day; 0 where there is nothing to deduct."""
    if subtotal.category != "S" or subtotal.rate is None:
        return "0"
    return codes.get(subtotal.rate, "0")


def signed(value: Decimal | None, sign: int) -> Decimal:
    """Return an amount with the sign of what is owed, in whole øre."""
    return sign * to_ore(value if value is not None else ZERO)


def total_of(invoice: Invoice) -> Decimal | None:
    """Return what the supplier is owed for the document: the total with VAT, and its øre rounding.

    Where that total is missing, it is what is to be paid and what has been paid already (BR-CO-16); None where
    that is not stated either.
    """
    totals = invoice.totals
    if totals.gross is not None:
        return signed(totals.gross, invoice.sign) + signed(totals.rounding, invoice.sign)
    if totals.payable is not None:
        return signed(totals.payable, invoice.sign) + signed(totals.prepaid, invoice.sign)
    return None


def is_deductible(invoice: Invoice) -> bool:
    """Tell whether the VAT may be deducted: only from a supplier that states a Norwegian VAT number.

    Source: merverdiavgiftsloven § 15-10; bokføringsforskriften § 5-1-1 no. 2.
    """
    return invoice.supplier.vat_registered and not foreign_country_of(invoice)


def foreign_country_of(invoice: Invoice) -> str:
    """Return the country whose VAT the supplier charges, if it is not Norway."""
    country = invoice.supplier.country
    return "" if country in {"NO", ""} else country


def propose_lines(invoice: Invoice, codes: Mapping[Decimal, str]) -> list[ProposedLine]:
    """Return one line for each VAT group, with the VAT that the document states.

    `codes` are the deducting VAT codes by their rates on the day of the delivery; none where the company may not
    deduct. Document allowances and charges are inside the groups' bases (BR-S-08), so the lines meet the total
    less its øre rounding.
    """
    deducted = codes if is_deductible(invoice) else {}
    text = invoice.lines[0].name[:255] if invoice.lines else ""
    lines = [
        ProposedLine(
            text=text,
            net=signed(group.basis, invoice.sign),
            vat=signed(group.amount, invoice.sign),
            vat_code=vat_code_for(group, deducted),
        )
        for group in invoice.vat
        if group.basis or group.amount
    ]
    total = total_of(invoice)
    if not lines and total:
        net = total - signed(invoice.totals.rounding, invoice.sign)
        lines = [ProposedLine(text, net, ZERO, "0")]
    return lines


def vat_day_of(invoice: Invoice | None, issued: datetime.date) -> datetime.date:
    """Return the day that decides the VAT rate: of delivery where it is stated, else of issue."""
    delivered = invoice.delivery.actual_date if invoice and invoice.delivery else None
    return delivered or issued
