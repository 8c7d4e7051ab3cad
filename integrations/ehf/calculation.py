"""The arithmetic of an EHF document: pure, exact, and rounded only where the standard rounds.

Source: EN 16931 BR-CO-10 to BR-CO-17, Peppol BIS Billing 3.0 rule R120.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Context, Decimal, localcontext

from erp.money import to_ore

ZERO = Decimal("0.00")
DIGITS = 300  # More than any product or sum of a document's numbers has.


@contextmanager
def exact() -> Iterator[None]:
    """Calculate without loss, however many digits the numbers have; only a division may be cut off."""
    with localcontext(Context(prec=DIGITS)):
        yield


def line_net_amount(
    quantity: Decimal,
    unit_price: Decimal,
    base_quantity: Decimal | None = None,
    *,
    allowances: Decimal = ZERO,
    charges: Decimal = ZERO,
) -> Decimal:
    """Return a line's net amount. The price is for `base_quantity` units, for one where that is missing.

    Rounds: quantity times price, half up to øre; allowances and charges are added after that.

    >>> line_net_amount(Decimal("250"), Decimal("12.345"), Decimal("100"), charges=Decimal("5.00"))
    Decimal('35.86')
    """
    with exact():
        return to_ore(quantity * unit_price / (base_quantity or 1)) - allowances + charges


def vat_amount(basis: Decimal, rate: Decimal | None) -> Decimal:
    """Return the VAT of one category and rate; `rate` is in percent, None where there is no VAT.

    Rounds: once per category and rate, half up to øre.

    >>> vat_amount(Decimal("2.66"), Decimal("25"))
    Decimal('0.67')
    """
    with exact():
        return to_ore(basis * (rate or 0) / 100)
