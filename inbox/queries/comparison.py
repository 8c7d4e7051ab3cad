"""What is coded beside what the document states: net, VAT, and every øre of difference."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from accounting.ledger.dimension_cells import cell_name, code_of
from accounting.ledger.master import Master
from accounting.ledger.models import DimensionKind
from erp.money import parse_amount, to_ore
from inbox.models import Document
from inbox.queries.vat_of_lines import fault_message, rounding_of, shares_of
from inbox.rules import is_deductible, signed, total_of, vat_day_of
from integrations.ehf.documents import Invoice

ZERO = Decimal("0.00")


class TypedLines(Protocol):
    """What the comparison needs of the coding form."""

    master: Master
    lines: list[dict[str, str]]

    @property
    def issued(self) -> datetime.date:
        """The date of the document as it is typed."""
        ...

    @property
    def total(self) -> Decimal | None:
        """The total as it is typed."""
        ...


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
    """Coded against stated. `missing` is what is left to code; the VAT is the document's.

    `faults` say which codes deduct what the document does not state; `lacks_vat_number` tells that VAT is deducted
    of a supplier whose document states no Norwegian VAT number.
    """

    net: Decimal
    vat: Decimal
    rounding: Decimal
    total: Decimal
    missing: Decimal
    differences: tuple[VatDifference, ...]
    faults: tuple[str, ...] = ()
    lacks_vat_number: bool = False

    @property
    def coded(self) -> Decimal:
        """What the lines come to with VAT and øre rounding."""
        return self.net + self.vat + self.rounding

    @property
    def is_over(self) -> bool:
        """Whether more is coded than the document comes to, whatever its sign."""
        return self.missing * self.total < 0

    @property
    def over(self) -> Decimal:
        """How much more, of the document's sign."""
        return -self.missing


def compare_vat(document: Document, invoice: Invoice | None, form: TypedLines) -> Comparison:
    """Compare what is typed with what the document states."""
    master = form.master
    typed = [(amount_of(line["net"]), line["vat_code"]) for line in form.lines]
    net = sum((amount for amount, _code in typed), ZERO)
    coded, shares = shares_of(master, invoice, typed, vat_day_of(invoice, form.issued))
    vat = sum(shares.vat, ZERO)
    deducts = any(line.deducted_rate for line in coded)
    rounding = rounding_of(master, invoice)
    stated = total_of(invoice) if invoice else form.total
    total = stated if stated is not None else net + vat + rounding
    return Comparison(
        net=net,
        vat=vat,
        rounding=rounding,
        total=total,
        missing=total - net - vat - rounding,
        differences=vat_differences(invoice) if invoice else (),
        lacks_vat_number=deducts and invoice is not None and not is_deductible(invoice),
        faults=tuple(dict.fromkeys(fault_message(fault) for fault in shares.faults)),
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
    is_coded = all(
        line["account"].strip() and not lacks_dimension(form.master, line) for line in form.lines
    )
    return is_known and is_plain and is_coded and not (comparison.missing or comparison.faults)


def lacks_dimension(master: Master, line: dict[str, str]) -> bool:
    """Tell whether a line's account requires a dimension that is not typed and has no default there."""
    account = master.accounts.get(code_of(line["account"]))
    for rule in master.rules.get(account.pk, []) if account else []:
        kind = rule.dimension.kind
        cell = cell_name(rule.dimension) if kind == DimensionKind.FREE else kind
        if rule.is_required and not rule.default_value_id and not line.get(cell, "").strip():
            return True
    return False
