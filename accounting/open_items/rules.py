"""How chosen items settle each other, and what a part of one is in kroner: pure, no database.

Units: the items' own currency, debit positive, unless told otherwise. What is owed is owed in that currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from erp.money import to_ore

ZERO = Decimal("0.00")
ORE = Decimal("0.01")


@dataclass(frozen=True)
class Left:
    """An item and what is left of it."""

    pk: int
    day: date
    remaining: Decimal


@dataclass(frozen=True)
class Part:
    """How much of an item is settled, of the item's sign."""

    open_item: int
    amount: Decimal


def match_parts(items: Sequence[Left]) -> list[Part]:
    """Return parts that sum to zero: the smaller side is settled whole, the larger from its oldest item on.

    An empty list when all items are on one side. Items of the same day go by their key.

    >>> january, february = date(2026, 1, 5), date(2026, 2, 1)
    >>> match_parts([Left(1, january, Decimal("-100.00")), Left(2, february, Decimal("60.00"))])
    [Part(open_item=1, amount=Decimal('-60.00')), Part(open_item=2, amount=Decimal('60.00'))]
    """
    debit = sum((item.remaining for item in items if item.remaining > 0), ZERO)
    credit = -sum((item.remaining for item in items if item.remaining < 0), ZERO)
    budget = {True: min(debit, credit), False: min(debit, credit)}
    parts = []
    for item in sorted(items, key=lambda item: (item.day, item.pk)):
        side = item.remaining > 0
        taken = min(abs(item.remaining), budget[side])
        if taken:
            budget[side] -= taken
            parts.append(Part(item.pk, taken if side else -taken))
    return parts


def kroner_of_part(part: Decimal, left: Decimal, left_in_kroner: Decimal) -> Decimal:
    """Return what a part of an item is in kroner: the whole rest for the whole rest, else by proportion.

    What is left of it in kroner is never used up before the rest in its currency is, and the other way round.
    Rounds: once, half up to øre. Nothing is returned for a part of less than one øre.

    >>> kroner_of_part(Decimal("34.10"), Decimal("100.00"), Decimal("1173.05"))
    Decimal('400.01')
    >>> kroner_of_part(Decimal("0.01"), Decimal("0.02"), Decimal("0.01"))
    Decimal('0.00')
    """
    if part == left:
        return left_in_kroner
    kroner = to_ore(left_in_kroner * part / left)
    if kroner != left_in_kroner:
        return kroner
    return kroner - ORE if kroner > 0 else kroner + ORE
