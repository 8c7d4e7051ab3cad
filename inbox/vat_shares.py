"""Which coded line bears which part of the VAT that a document states: pure, no database.

Units: amounts in the document's currency, positive for what is owed; a credit note's are negative.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from erp.money import spread, to_ore
from inbox.rules import signed
from integrations.ehf.documents import Invoice

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
FIVE_ORE = Decimal("0.05")


@dataclass(frozen=True)
class CodedLine:
    """A line somebody has coded: its net, and the rate in percent if its VAT code deducts input VAT."""

    net: Decimal
    deducted_rate: Decimal | None


@dataclass(frozen=True)
class StatedVat:
    """What the document states for a rate: VAT and the basis that it is of."""

    rate: Decimal
    basis: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Fault:
    """A line's code deducts what the document does not state: `coded` nets at `rate`, where it states `basis`.

    With a `country` it is the VAT of another country, which is not deducted here.
    """

    line: int
    rate: Decimal
    basis: Decimal
    coded: Decimal
    country: str = ""


@dataclass(frozen=True)
class Shares:
    """The VAT of each line, and the lines whose code cannot be right.

    Together it is the document's VAT, unless no line is there that may bear a part of it.
    """

    vat: list[Decimal]
    faults: list[Fault]


def stated_vat_of(invoice: Invoice, rates: Collection[Decimal] = ()) -> list[StatedVat]:
    """Return what a document states by rate; groups of the same rate are one, and groups without VAT are kept.

    A group that lacks its rate has that of `rates`, those of the day, which its VAT is of its basis. A document that
    states its VAT but no groups has those of its lines, where they come to it.
    """
    groups = [
        (group.rate, signed(group.basis, invoice.sign), signed(group.amount, invoice.sign))
        for group in invoice.vat
    ]
    by_rate: dict[Decimal, StatedVat] = {}
    for given, basis, amount in groups or groups_of_lines(invoice):
        rate = given if given is not None else rate_of(basis, amount, rates)
        known = by_rate.get(rate, StatedVat(rate, ZERO, ZERO))
        by_rate[rate] = StatedVat(rate, known.basis + basis, known.amount + amount)
    return list(by_rate.values())


def groups_of_lines(invoice: Invoice) -> list[tuple[Decimal | None, Decimal, Decimal]]:
    """Return groups (rate, basis, VAT) made from the lines, where the document has only its sum of VAT.

    Where the lines do not come to that sum within a krone, the sum is one group, of the document's net.
    """
    if not invoice.totals.vat:
        return []
    vat = signed(invoice.totals.vat, invoice.sign)
    basis: dict[Decimal, Decimal] = {}
    for line in invoice.lines:
        if line.vat_rate is not None and line.net_amount is not None:
            net = signed(line.net_amount, invoice.sign)
            basis[line.vat_rate] = basis.get(line.vat_rate, ZERO) + net
    parts = {rate: to_ore(net * rate / HUNDRED) for rate, net in basis.items()}
    over = vat - sum(parts.values(), ZERO)
    if not parts or abs(over) >= 1:
        return [(None, signed(invoice.totals.net, invoice.sign), vat)]
    largest = max(parts, key=lambda rate: abs(parts[rate]))
    parts[largest] += over
    return [(rate, basis[rate], part) for rate, part in parts.items()]


def rate_of(basis: Decimal, amount: Decimal, rates: Collection[Decimal]) -> Decimal:
    """Return the rate in percent that an amount of VAT is of its basis: one of the rates, where it is within 5 øre.

    >>> rate_of(Decimal("10.03"), Decimal("2.51"), [Decimal(25), Decimal(15)])
    Decimal('25')
    """
    off = {rate: abs(to_ore(basis * rate / HUNDRED) - amount) for rate in rates}
    nearest = min(off, key=lambda rate: off[rate], default=None)
    if amount and nearest is not None and off[nearest] <= FIVE_ORE:
        return nearest
    return to_ore(amount * HUNDRED / basis) if basis else ZERO


def assign_vat(lines: Sequence[CodedLine], stated: Sequence[StatedVat]) -> Shares:
    """Give each line its share of the VAT that the document states, so that the shares meet the whole.

    What no line may bear, since all of them deduct other rates, is left: the document is not wholly coded then.

    Lines that deduct a rate get the VAT of as much basis as they are of, never more than is stated; what is left
    of it is cost on the lines that deduct nothing (merverdiavgiftsloven § 8-1: only what is stated and used in the
    business is deducted). Rounds: a part of a group once, half up to øre; lines within it as `share_vat`.
    """
    shares = [ZERO for _line in lines]
    free = [at for at, line in enumerate(lines) if not line.deducted_rate]
    left = []
    for group in stated:
        same = deducting(lines, group.rate)
        net = sum((lines[at].net for at in same), ZERO)
        part = deducted_part(group, net, may_rest=bool(free)) if same else ZERO
        give(shares, lines, same, part, group.rate)
        left.append(StatedVat(group.rate, group.basis - net, group.amount - part))
    share_cost(shares, lines, free, left)
    return Shares(shares, faults_of(lines, stated))


def deducting(lines: Sequence[CodedLine], rate: Decimal) -> list[int]:
    """Return the lines that deduct a rate; nothing deducts the rate zero."""
    return [at for at, line in enumerate(lines) if rate and line.deducted_rate == rate]


def deducted_part(group: StatedVat, net: Decimal, *, may_rest: bool) -> Decimal:
    """Return the VAT of a group that lines of `net` deduct; all of it where no other line may take a rest.

    >>> deducted_part(StatedVat(Decimal(25), Decimal(1000), Decimal(250)), Decimal(600), may_rest=True)
    Decimal('150.00')
    """
    if not may_rest or not group.basis or net / group.basis >= 1:
        return group.amount
    return to_ore(group.amount * net / group.basis)


def share_cost(
    shares: list[Decimal], lines: Sequence[CodedLine], free: list[int], left: Sequence[StatedVat]
) -> None:
    """Give what no line deducts to the lines that deduct nothing, first to those that are just a group's rest."""
    waiting = list(free)
    unmatched = []
    for group in left:
        match = next((at for at in waiting if lines[at].net == group.basis), None)
        if match is not None:
            waiting.remove(match)
            shares[match] += group.amount
        elif group.amount:
            unmatched.append(group)
    for group in unmatched:
        give(shares, lines, waiting or free, group.amount, group.rate)


def give(
    shares: list[Decimal], lines: Sequence[CodedLine], takes: list[int], vat: Decimal, rate: Decimal
) -> None:
    """Add a part of the VAT to the shares of some lines."""
    parts = share_vat(vat, [lines[at].net for at in takes], rate)
    for at, part in zip(takes, parts, strict=True):
        shares[at] += part


def share_vat(vat: Decimal, nets: Sequence[Decimal], rate: Decimal) -> list[Decimal]:
    """Share VAT over lines: to each what the rate makes of its net, and what is over or lacks by their size.

    Rounds: each half up to øre, then the difference by the largest remainder, so that the parts meet the whole.
    >>> share_vat(Decimal("0.67"), [Decimal(1), Decimal(1), Decimal(1)], Decimal(25))
    [Decimal('0.22'), Decimal('0.22'), Decimal('0.23')]
    >>> share_vat(Decimal(200), [Decimal(1000), Decimal(-200)], Decimal(25))
    [Decimal('250.00'), Decimal('-50.00')]
    """
    if not nets:
        return []
    parts = [to_ore(net * rate / HUNDRED) for net in nets]
    over = vat - sum(parts, ZERO)
    sizes = [abs(net) for net in nets]
    if not over:
        return parts
    if not any(sizes):
        return [parts[0] + over, *parts[1:]]
    return [part + more for part, more in zip(parts, spread(over, sizes), strict=True)]


def faults_of(lines: Sequence[CodedLine], stated: Sequence[StatedVat]) -> list[Fault]:
    """Return the lines that deduct a rate of which the document states no VAT, or less than they are of.

    A difference below one krone is the document's own rounding, which the official rules allow (BR-S-08).
    """
    by_rate = {group.rate: group for group in stated if group.amount}
    faults = []
    for rate in dict.fromkeys(line.deducted_rate for line in lines if line.deducted_rate):
        same = deducting(lines, rate)
        net = sum((lines[at].net for at in same), ZERO)
        basis = by_rate[rate].basis if rate in by_rate else ZERO
        is_over = abs(net) - abs(basis) >= 1 or net * basis < 0
        if rate not in by_rate and any(lines[at].net for at in same) or is_over:
            faults += [Fault(at, rate, basis, net) for at in same]
    return sorted(faults, key=lambda fault: fault.line)
