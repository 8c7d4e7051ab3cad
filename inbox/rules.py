"""How an invoice becomes lines to code, and lines become amounts to post: pure, no database.

Units: amounts in the document's currency, positive for what is owed; a credit note's are negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from erp.money import spread, to_ore
from integrations.ehf.documents import Invoice, VatSubtotal

ZERO = Decimal("0.00")

# The incoming standard code for the category and rate that a Norwegian supplier states (EN 16931 categories).
NORWEGIAN_CODES = {
    ("S", Decimal(25)): "1",
    ("S", Decimal(15)): "11",
    ("S", Decimal("11.11")): "12",
    ("S", Decimal(12)): "13",
}


@dataclass(frozen=True)
class ProposedLine:
    """A line as it is first proposed: what one VAT group of the document comes to."""

    text: str
    net: Decimal
    vat: Decimal
    vat_code: str


def vat_code_for(subtotal: VatSubtotal, *, supplier_is_registered: bool) -> str:
    """Return the incoming VAT code for a VAT group; 0 where there is nothing to deduct.

    VAT from a supplier that states no Norwegian VAT number gives no deduction (merverdiavgiftsloven § 15-10).
    """
    rate = None if subtotal.rate is None else subtotal.rate.normalize()
    if not supplier_is_registered:
        return "0"
    for (category, percent), code in NORWEGIAN_CODES.items():
        if (subtotal.category, rate) == (category, percent.normalize()):
            return code
    return "0"


def signed(value: Decimal | None, sign: int) -> Decimal:
    """Return an amount with the sign of what is owed, in whole øre."""
    return sign * to_ore(value if value is not None else ZERO)


def total_of(invoice: Invoice) -> Decimal:
    """Return what the supplier is owed for the document: the total with VAT, and its øre rounding."""
    return signed(invoice.totals.gross, invoice.sign) + signed(
        invoice.totals.rounding, invoice.sign
    )


def propose_lines(invoice: Invoice) -> list[ProposedLine]:
    """Return one line for each VAT group, with the VAT that the document states, and one for its øre rounding.

    Document allowances and charges are inside the groups' bases (BR-S-08), so the lines meet the total.
    """
    registered = invoice.supplier.vat_registered and invoice.supplier.country in {"NO", ""}
    text = invoice.lines[0].name[:255] if invoice.lines else ""
    lines = [
        ProposedLine(
            text=text,
            net=signed(group.basis, invoice.sign),
            vat=signed(group.amount, invoice.sign),
            vat_code=vat_code_for(group, supplier_is_registered=registered),
        )
        for group in invoice.vat
        if group.basis or group.amount
    ]
    if not lines and invoice.totals.gross:
        lines = [ProposedLine(text, signed(invoice.totals.gross, invoice.sign), ZERO, "0")]
    return lines


def share_vat(vat: Decimal, nets: Sequence[Decimal]) -> list[Decimal]:
    """Share a VAT amount over the lines of its group by their nets, so that the parts meet the whole.

    Rounds: by the largest remainder, to øre. Lines that sum to zero leave all VAT on the first.
    >>> share_vat(Decimal("0.67"), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('0.23'), Decimal('0.22'), Decimal('0.22')]
    """
    if not nets:
        return []
    if sum(nets) == 0:
        return [vat, *(ZERO for _net in nets[1:])]
    return spread(vat, [abs(net) for net in nets])


@dataclass(frozen=True)
class CodedLine:
    """A line somebody has coded: its net, and the rate in percent if its VAT code deducts input VAT."""

    net: Decimal
    deducted_rate: Decimal | None


@dataclass(frozen=True)
class StatedVat:
    """VAT that the document states for a rate; a credit note's is negative."""

    rate: Decimal
    amount: Decimal


def stated_vat_of(invoice: Invoice) -> list[StatedVat]:
    """Return the VAT that a document states, by rate; groups of the same rate are one."""
    by_rate: dict[Decimal, Decimal] = {}
    for group in invoice.vat:
        if group.amount:
            rate = group.rate if group.rate is not None else ZERO
            by_rate[rate] = by_rate.get(rate, ZERO) + signed(group.amount, invoice.sign)
    return [StatedVat(rate, amount) for rate, amount in by_rate.items()]


def assign_vat(lines: Sequence[CodedLine], stated: Sequence[StatedVat]) -> list[Decimal]:
    """Give each line its share of the VAT that the document states, so that the shares meet the whole.

    The VAT of a rate goes to the lines that deduct that rate; where none does, to the lines that deduct nothing,
    for which it is cost; else to all. Rounds: as `share_vat`.
    """
    shares = [ZERO for _line in lines]
    for vat in stated:
        same = [at for at, line in enumerate(lines) if line.deducted_rate == vat.rate]
        others = [at for at, line in enumerate(lines) if line.deducted_rate is None]
        takes = same or others or list(range(len(lines)))
        for at, part in zip(
            takes, share_vat(vat.amount, [lines[at].net for at in takes]), strict=True
        ):
            shares[at] += part
    return shares
