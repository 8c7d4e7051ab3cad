"""What is coded beside what the document states: net, VAT, and every øre of difference."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils import timezone

from accounting.ledger.master import Master, master_of
from erp.companies.models import Company
from erp.money import parse_amount, to_ore
from inbox.models import Document
from inbox.rules import signed, stated_vat_of
from integrations.ehf.documents import Invoice

ZERO = Decimal("0.00")


class TypedLines(Protocol):
    """What the comparison needs of the coding form."""

    lines: list[dict[str, str]]


@dataclass(frozen=True)
class VatDifference:
    """A rate's VAT as stated and as computed from its basis. Units: the document's currency."""

    rate: Decimal
    basis: Decimal
    stated: Decimal
    computed: Decimal

    @property
    def difference(self) -> Decimal:
        """Stated less computed."""
        return self.stated - self.computed


@dataclass(frozen=True)
class Comparison:
    """Coded against stated. `missing` is what is left to code; the VAT is the document's."""

    net: Decimal
    vat: Decimal
    total: Decimal
    missing: Decimal
    differences: tuple[VatDifference, ...]

    @property
    def coded(self) -> Decimal:
        """What the lines come to with VAT."""
        return self.net + self.vat

    @property
    def is_over(self) -> bool:
        """Whether more is coded than the document comes to, whatever its sign."""
        return self.missing * self.total < 0

    @property
    def over(self) -> Decimal:
        """How much more, of the document's sign."""
        return -self.missing


def compare_vat(
    company: Company, document: Document, invoice: Invoice | None, form: TypedLines
) -> Comparison:
    """Compare what is typed with what the document states."""
    nets = [amount_of(line["net"]) for line in form.lines]
    net = sum(nets, ZERO)
    if invoice is None:
        vat = computed_vat(master_of(company), document, form.lines, nets)
        total = document.total if document.total is not None else net + vat
        return Comparison(net, vat, total, total - net - vat, ())
    vat = sum((stated.amount for stated in stated_vat_of(invoice)), ZERO)
    rounding = signed(invoice.totals.rounding, invoice.sign)
    total = document.total if document.total is not None else net + vat
    return Comparison(
        net, vat + rounding, total, total - net - vat - rounding, vat_differences(invoice)
    )


def vat_differences(invoice: Invoice) -> tuple[VatDifference, ...]:
    """Return each VAT group whose stated amount is not its basis times its rate."""
    groups = [
        VatDifference(
            rate=group.rate,
            basis=signed(group.basis, invoice.sign),
            stated=signed(group.amount, invoice.sign),
            computed=to_ore(signed(group.basis, invoice.sign) * group.rate / 100),
        )
        for group in invoice.vat
        if group.rate is not None
    ]
    return tuple(group for group in groups if group.difference)


def computed_vat(
    master: Master, document: Document, lines: list[dict[str, str]], nets: list[Decimal]
) -> Decimal:
    """Return the VAT that the typed codes come to, where no document states any."""
    day = document.issue_date or timezone.localdate()
    vat = ZERO
    for line, net in zip(lines, nets, strict=True):
        rate = master.deducted_rate(line["vat_code"], day)
        vat += to_ore(net * rate / 100) if rate else ZERO
    return vat


def amount_of(text: str) -> Decimal:
    """Return a typed amount; what cannot be read counts as nothing here, and is an error at its field."""
    try:
        return parse_amount(text)
    except ValueError:
        return ZERO


def is_ready(document: Document, form: TypedLines, comparison: Comparison) -> bool:
    """Tell whether one key may post a document as it is proposed: all coded, and nothing to be aware of."""
    is_known = bool(document.supplier_id and document.is_to_us and document.is_valid)
    is_plain = not document.problem and not document.duplicate_of_id
    is_coded = all(line["account"].strip() for line in form.lines)
    return is_known and is_plain and is_coded and not comparison.missing
