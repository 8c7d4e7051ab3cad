"""How chosen items settle each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounting.open_items.rules import Left, Part, match_parts


def of(*amounts: str) -> list[Left]:
    first = date(2026, 1, 1)
    return [
        Left(pk, first + timedelta(days=pk), Decimal(amount))
        for pk, amount in enumerate(amounts, start=1)
    ]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((), {}),
        (("100.00",), {}),
        (("100.00", "50.00"), {}),
        (("100.00", "-100.00"), {1: "100.00", 2: "-100.00"}),
        (("100.00", "80.00", "-150.00"), {1: "100.00", 2: "50.00", 3: "-150.00"}),
        (("-30.00", "100.00", "-100.00"), {1: "-30.00", 2: "100.00", 3: "-70.00"}),
        (("10.00", "-5.00", "-5.00", "-5.00"), {1: "10.00", 2: "-5.00", 3: "-5.00"}),
    ],
)
def test_the_smaller_side_is_settled_whole_and_the_larger_from_its_oldest_on(
    amounts: tuple[str, ...], expected: dict[int, str]
) -> None:
    parts = match_parts(of(*amounts))
    assert parts == [Part(pk, Decimal(amount)) for pk, amount in expected.items()]
    assert match_parts(list(reversed(of(*amounts)))) == parts
