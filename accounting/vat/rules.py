"""What VAT does to an amount (merverdiavgift): pure arithmetic, no database.

Signs follow the ledger: debit positive. A purchase of 1 000 with 25 % is (1000, 250); a sale is (-1000, -250).
"""

from dataclasses import dataclass
from decimal import Decimal

from erp.money import to_ore

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class VatParts:
    """An amount taken apart. Units: kroner, signed as in the ledger.

    `net` goes to the line's own account, `cost` is VAT that is not deducted and goes there too, `input_vat`
    and `output_vat` go to the code's accounts; net + cost + input_vat + output_vat is the amount paid.
    """

    net: Decimal
    vat: Decimal
    cost: Decimal = ZERO
    input_vat: Decimal = ZERO
    output_vat: Decimal = ZERO


def split_gross(gross: Decimal, percent: Decimal) -> tuple[Decimal, Decimal]:
    """Split an amount with VAT into net and VAT.

    Rounds: VAT once, half up to øre; net is what is left, so the two always meet.
    >>> split_gross(Decimal("124.98"), Decimal("25"))
    (Decimal('99.98'), Decimal('25.00'))
    """
    vat = to_ore(gross * percent / (HUNDRED + percent))
    return gross - vat, vat


def add_vat(net: Decimal, percent: Decimal) -> Decimal:
    """Return the VAT on an amount without it. Rounds: once, half up to øre.

    >>> add_vat(Decimal("100.02"), Decimal("25"))
    Decimal('25.01')
    """
    return to_ore(net * percent / HUNDRED)


def take_apart(
    *,
    amount: Decimal,
    includes_vat: bool,
    kind: str,
    percent: Decimal,
    deduction_percent: Decimal = HUNDRED,
    stated_vat: Decimal | None = None,
) -> VatParts:
    """Take an amount apart by what its VAT code does.

    `stated_vat` is what the supplier's invoice says; it is used as it stands, never recomputed. With reverse
    charge the amount never includes VAT, which the buyer computes (merverdiavgiftsloven § 11-3).
    Rounds: VAT once, half up to øre; the deducted share of it once, the rest is cost.
    >>> take_apart(amount=Decimal("1250.00"), includes_vat=True, kind="input", percent=Decimal("25"))
    VatParts(net=Decimal('1000.00'), vat=Decimal('250.00'), cost=Decimal('0.00'), input_vat=Decimal('250.00'), output_vat=Decimal('0.00'))
    """
    if kind in {"none", "basis"}:
        return VatParts(net=amount, vat=ZERO)
    if kind in {"reverse", "reverse_cost"}:
        vat = add_vat(amount, percent) if stated_vat is None else stated_vat
        if kind == "reverse_cost":
            return VatParts(net=amount, vat=vat, cost=vat, output_vat=-vat)
        deducted = to_ore(vat * deduction_percent / HUNDRED)
        return VatParts(
            net=amount, vat=vat, cost=vat - deducted, input_vat=deducted, output_vat=-vat
        )
    if stated_vat is not None:
        net, vat = (amount - stated_vat, stated_vat) if includes_vat else (amount, stated_vat)
    elif includes_vat:
        net, vat = split_gross(amount, percent)
    else:
        net, vat = amount, add_vat(amount, percent)
    if kind == "output":
        return VatParts(net=net, vat=vat, output_vat=vat)
    deducted = to_ore(vat * deduction_percent / HUNDRED)
    return VatParts(net=net, vat=vat, cost=vat - deducted, input_vat=deducted)
