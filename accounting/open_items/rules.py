"""How chosen items settle each other: pure, no database. Units: kroner, debit positive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Left:
    """An item and what is left of it."""

    pk: int
    day: date
    remaining: Decimal


@dataclass(frozen=True)
class Part:
    """How much of an item is settled. Units: kroner, of the item's sign."""

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
