"""What Norwegians write, read and written back: amounts, dates, numbers with check digits."""

import doctest
import importlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.dates import DateError, format_date, parse_date
from erp.identifiers import (
    is_bank_account,
    is_iban,
    is_kid,
    is_orgnr,
    kid_mod10,
    kid_mod11,
)
from erp.money import AmountError, format_amount, parse_amount, spread, to_ore

TODAY = date(2026, 11, 24)
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize(
    "name",
    ["erp.money", "erp.dates", "erp.identifiers", "accounting.ledger.periods", "inbox.rules"],
)
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234,5", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("1234.50", "1234.50"),
        ("1.23", "1.23"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1\u2009234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("=12500*1,25", "15625.00"),
        ("=(100+50)/4", "37.50"),
        ("=100-30,5", "69.50"),
        ("=-5*2", "-10.00"),
        ("-250", "-250.00"),
        ("\u2212250,00", "-250.00"),
        ("250-", "-250.00"),
        ("kr 1 500,-", "1500.00"),
        (",5", "0.50"),
        ("0,005", "0.01"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_as_it_is_written(typed: str, amount: str) -> None:
    assert str(parse_amount(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "12,34,56", "1.23.4", "1 2a", "=1/0", "=2**99", "=(1", "=", "1e5", "٣", "9" * 30]
    + ["=__import__('os')", "=" + "(" * 150, "NaN", "Infinity", "--5"],
)
def test_what_is_not_an_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(typed)
    assert str(refused.value)


@given(AMOUNTS)
def test_what_is_written_can_be_read_back(amount: Decimal) -> None:
    assert parse_amount(format_amount(amount)) == amount


@given(AMOUNTS, st.lists(st.integers(1, 1000).map(Decimal), min_size=1, max_size=12))
def test_an_amount_that_is_spread_loses_no_ore(total: Decimal, weights: list[Decimal]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        abs(p - total * w / whole) < Decimal("0.01") for p, w in zip(parts, weights, strict=True)
    )


def test_rounding_is_half_up_and_knows_no_floats() -> None:
    assert [str(to_ore(Decimal(t))) for t in ("0.125", "-0.125", "2.675", "1.005")] == [
        "0.13",
        "-0.13",
        "2.68",
        "1.01",
    ]
    with pytest.raises(TypeError):
        to_ore(0.1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="finite"):
        to_ore(Decimal("NaN"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23.11.2026", date(2026, 11, 23)),
        ("23.11", date(2025, 11, 23)),
        ("2311", date(2025, 11, 23)),
        ("231126", date(2026, 11, 23)),
        ("23112026", date(2026, 11, 23)),
        ("23/11-26", date(2026, 11, 23)),
        ("i dag", TODAY),
        ("idag", TODAY),
        ("+14", TODAY + timedelta(days=14)),
        ("-1", TODAY - timedelta(days=1)),
        ("2026-11-23", date(2026, 11, 23)),
        ("1.2.26", date(2026, 2, 1)),
    ],
)
def test_a_date_is_read_in_the_year_of_the_period(typed: str, day: date) -> None:
    assert parse_date(typed, today=TODAY, year=2025) == day


@pytest.mark.parametrize(
    "typed", ["", "31.02", "32.1.2026", "abc", "29.02.2025", "+", "1", "+99999999"]
)
def test_what_is_not_a_date_is_refused_in_words(typed: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(typed, today=TODAY, year=2025)
    assert str(refused.value)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_that_is_written_can_be_read_back(day: date) -> None:
    assert parse_date(format_date(day), today=TODAY) == day


def test_check_digits() -> None:
    assert is_orgnr("974760673")
    assert not is_orgnr("974760674")
    assert not is_orgnr("97476067")
    assert is_bank_account("86011117947")
    assert not is_bank_account("86011117948")
    assert is_iban("NO93 8601 1117 947".replace(" ", ""))
    assert not is_iban("NO9386011117948")


@given(st.integers(1, 10**20).map(str))
def test_a_kid_of_our_own_is_valid_and_a_slip_of_a_digit_is_not(base: str) -> None:
    kid = base + kid_mod10(base)
    assert is_kid(kid)
    slip = str((int(kid[0]) + 1) % 10) + kid[1:]
    digit = kid_mod11(base)
    assert is_kid(base + digit) or digit == "-"
    assert not is_kid(slip) or slip[:-1] + kid_mod11(slip[:-1]) == slip
