"""What VAT does to an amount: worked figures for each kind, and that the parts always meet the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.vat.rules import VatParts, add_vat, split_gross, take_apart

ZERO = Decimal("0.00")
KINDS = ("none", "basis", "input", "output", "reverse", "reverse_cost")
amounts = st.integers(-(10**12), 10**12).map(lambda ore: Decimal(ore).scaleb(-2))
percents = st.sampled_from([Decimal(p) for p in ("25", "15", "12", "11.11", "6", "0")])


def parts(**values: str) -> VatParts:
    return VatParts(**{name: Decimal(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("amount", "kind", "percent", "includes_vat", "expected"),
    [
        # A purchase of 1 000 and a sale of 1 000 (norwegian-accounting.md 2.3).
        (
            *("1250.00", "input", "25", True),
            parts(net="1000.00", vat="250.00", input_vat="250.00"),
        ),
        (
            *("-1250.00", "output", "25", True),
            parts(net="-1000.00", vat="-250.00", output_vat="-250.00"),
        ),
        (
            *("1000.00", "input", "25", False),
            parts(net="1000.00", vat="250.00", input_vat="250.00"),
        ),
        # Food, low rate, raw fish.
        ("115.00", "input", "15", True, parts(net="100.00", vat="15.00", input_vat="15.00")),
        ("-112.00", "output", "12", True, parts(net="-100.00", vat="-12.00", output_vat="-12.00")),
        ("111.11", "input", "11.11", True, parts(net="100.00", vat="11.11", input_vat="11.11")),
        # Services from abroad: both sides, or only the side that is owed.
        (
            *("1000.00", "reverse", "25", True),
            parts(net="1000.00", vat="250.00", input_vat="250.00", output_vat="-250.00"),
        ),
        (
            *("1000.00", "reverse_cost", "25", True),
            parts(net="1000.00", vat="250.00", cost="250.00", output_vat="-250.00"),
        ),
        # A credit note from abroad takes both sides back.
        (
            *("-1000.00", "reverse", "25", False),
            parts(net="-1000.00", vat="-250.00", input_vat="-250.00", output_vat="250.00"),
        ),
        # Export, exempt turnover and what is outside of the act have a basis and no VAT.
        ("-500.00", "basis", "0", True, parts(net="-500.00", vat="0.00")),
        ("500.00", "none", "25", True, parts(net="500.00", vat="0.00")),
        # An øre is too little to hold any VAT.
        ("0.01", "input", "25", True, parts(net="0.01", vat="0.00")),
    ],
)
def test_worked_figures(
    amount: str, kind: str, percent: str, includes_vat: bool, expected: VatParts
) -> None:
    taken = take_apart(
        amount=Decimal(amount), includes_vat=includes_vat, kind=kind, percent=Decimal(percent)
    )
    assert taken == expected


@pytest.mark.parametrize(
    ("kind", "includes_vat", "amount", "expected"),
    [
        ("input", True, "124.98", parts(net="100.01", vat="24.97", input_vat="24.97")),
        ("input", False, "100.01", parts(net="100.01", vat="24.97", input_vat="24.97")),
        ("output", True, "124.98", parts(net="100.01", vat="24.97", output_vat="24.97")),
        (
            *("reverse", True, "100.00"),
            parts(net="100.00", vat="24.97", input_vat="24.97", output_vat="-24.97"),
        ),
    ],
)
def test_stated_vat_is_taken_as_it_stands(
    kind: str, includes_vat: bool, amount: str, expected: VatParts
) -> None:
    taken = take_apart(
        amount=Decimal(amount),
        includes_vat=includes_vat,
        kind=kind,
        percent=Decimal("25"),
        stated_vat=Decimal("24.97"),
    )
    assert taken == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("input", parts(net="1000.00", vat="250.00", cost="150.00", input_vat="100.00")),
        (
            "reverse",
            parts(
                net="1250.00", vat="312.50", cost="187.50", input_vat="125.00", output_vat="-312.50"
            ),
        ),
    ],
)
def test_what_is_deducted_in_part_makes_the_rest_a_cost(kind: str, expected: VatParts) -> None:
    taken = take_apart(
        amount=Decimal("1250.00"),
        includes_vat=True,
        kind=kind,
        percent=Decimal("25"),
        deduction_percent=Decimal("40"),
    )
    assert taken == expected


@given(
    amount=amounts,
    kind=st.sampled_from(KINDS),
    percent=percents,
    includes_vat=st.booleans(),
    deduction=st.integers(0, 100).map(Decimal),
    stated=st.none() | amounts,
)
def test_the_parts_meet_the_whole(
    amount: Decimal,
    kind: str,
    percent: Decimal,
    includes_vat: bool,
    deduction: Decimal,
    stated: Decimal | None,
) -> None:
    taken = take_apart(
        amount=amount,
        includes_vat=includes_vat,
        kind=kind,
        percent=percent,
        deduction_percent=deduction,
        stated_vat=stated,
    )
    whole = taken.net + taken.cost + taken.input_vat + taken.output_vat
    assert whole == amount + (taken.vat if kind in ("input", "output") and not includes_vat else 0)
    back = take_apart(
        amount=-amount,
        includes_vat=includes_vat,
        kind=kind,
        percent=percent,
        deduction_percent=deduction,
        stated_vat=None if stated is None else -stated,
    )
    assert (back.net, back.vat, back.cost) == (-taken.net, -taken.vat, -taken.cost)


@given(gross=amounts, percent=percents)
def test_gross_is_net_and_vat_and_the_vat_fits_its_basis(gross: Decimal, percent: Decimal) -> None:
    net, vat = split_gross(gross, percent)
    assert net + vat == gross
    assert abs(vat - net * percent / 100) <= Decimal("0.01")
    assert abs(add_vat(net, percent) - vat) <= Decimal("0.01")
