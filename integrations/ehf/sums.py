"""The sums of an invoice to be built: per line, per VAT category and rate, and in total."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erp.money import to_ore
from integrations.ehf.calculation import ZERO, exact, line_net_amount, vat_amount
from integrations.ehf.documents import Totals, VatSubtotal
from integrations.ehf.drafts import AllowanceToBuild, InvoiceToBuild, LineToBuild

# Where no VAT is charged the reason has to be given; a few categories have a code for it.
EXEMPTION_CODES = {
    "AE": "VATEX-EU-AE",
    "G": "VATEX-EU-G",
    "K": "VATEX-EU-IC",
    "O": "VATEX-EU-O",
}
TAXED = {"S", "Z"}  # A reason is forbidden here.
EXEMPT = _("Exempt from VAT")


def net_of(line: LineToBuild) -> Decimal:
    """Return a line's net amount."""
    return line_net_amount(
        line.quantity,
        line.unit_price,
        line.base_quantity,
        allowances=sum_of(line.allowances),
        charges=sum_of(line.charges),
    )


def sum_of(parts: Iterable[AllowanceToBuild]) -> Decimal:
    return sum((to_ore(part.amount) for part in parts), ZERO)


def vat_of(invoice: InvoiceToBuild) -> tuple[VatSubtotal, ...]:
    """Return the VAT per category and rate, in the order in which the document first names them.

    Rounds: each category and rate once, so that lines of 0.38 add up before they are rounded.
    """
    bases: dict[tuple[str, Decimal | None], Decimal] = {}
    reasons: dict[tuple[str, Decimal | None], str] = {}
    parts = [
        *((line.vat_category, line.vat_rate, net_of(line)) for line in invoice.lines),
        *((each.vat_category, each.vat_rate, -to_ore(each.amount)) for each in invoice.allowances),
        *((each.vat_category, each.vat_rate, to_ore(each.amount)) for each in invoice.charges),
    ]
    for category, rate, net in parts:
        bases[category, rate] = bases.get((category, rate), ZERO) + net
    for line in invoice.lines:
        key = (line.vat_category, line.vat_rate)
        reasons[key] = reasons.get(key) or line.vat_reason
    return tuple(
        VatSubtotal(
            category=category,
            rate=rate,
            basis=basis,
            amount=vat_amount(basis, rate),
            exemption_reason=reason_for(category, reasons.get((category, rate), "")),
            exemption_code=EXEMPTION_CODES.get(category, ""),
        )
        for (category, rate), basis in bases.items()
    )


def reason_for(category: str, reason: str) -> str:
    if category in TAXED:
        return ""
    return reason or ("" if category in EXEMPTION_CODES else str(EXEMPT))


def totals_of(invoice: InvoiceToBuild) -> Totals:
    """Return the totals that the document will state; only what it has."""
    with exact():
        line_net = sum((net_of(line) for line in invoice.lines), ZERO)
        allowances, charges = sum_of(invoice.allowances), sum_of(invoice.charges)
        net = line_net - allowances + charges
        vat = sum((each.amount or ZERO for each in vat_of(invoice)), ZERO)
        prepaid = None if invoice.prepaid is None else to_ore(invoice.prepaid)
        rounding = None if invoice.rounding is None else to_ore(invoice.rounding)
        return Totals(
            line_net=line_net,
            allowances=allowances if invoice.allowances else None,
            charges=charges if invoice.charges else None,
            net=net,
            vat=vat,
            gross=net + vat,
            prepaid=prepaid,
            rounding=rounding,
            payable=net + vat - (prepaid or ZERO) + (rounding or ZERO),
            vat_in_tax_currency=invoice.vat_in_tax_currency,
        )
