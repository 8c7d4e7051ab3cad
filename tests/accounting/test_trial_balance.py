"""Trial balance: what is carried, what begins at zero, months of a year, and each kind of dimension."""

from datetime import date
from decimal import Decimal

import pytest

from accounting.ledger.actions import post_voucher
from accounting.ledger.models import Dimension, DimensionValue, Period
from accounting.reports.selection import Selection
from accounting.reports.trial_balance import trial_balance, trial_balance_totals
from erp.companies.scope import company_scope
from tests.world import World, draft, line, open_last_year, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(world: World) -> World:
    """Two years: capital and a sale in 2025, a sale and two costs in 2026, by department and campaign."""
    values = (("department", "10"), ("department", "20"), ("project", "2041"))
    for kind, code in values:
        dimension = Dimension.objects.get(company=world.fjord, kind=kind)
        DimensionValue.objects.create(
            company=world.fjord, dimension=dimension, code=code, name=code
        )
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    DimensionValue.objects.create(company=world.fjord, dimension=campaign, code="V26", name="Vår")
    open_last_year(world)
    post(world, line("1920", "5000.00"), line("2000", "-5000.00"), day=date(2025, 3, 1))
    post(world, line("1920", "800.00"), line("3100", "-800.00"), day=date(2025, 12, 31))
    north = {"department": "10", "project": "2041", "dimensions": {"KAM": "V26"}}
    post(world, line("1920", "900.00"), line("3100", "-900.00", **north), day=date(2026, 1, 1))
    post(
        world,
        line("6800", "300.00", department="10"),
        line("6800", "200.00", department="20"),
        line("1920", "-500.00"),
        day=date(2026, 2, 28),
    )
    post(world, line("7320", "40.00", **north), line("1920", "-40.00"), day=date(2026, 3, 1))
    return world


def selection(world: World, year: int, first: int, last: int, *codes: str) -> Selection:
    periods = Period.objects.for_company(world.fjord).filter(fiscal_year__year=year)
    values = DimensionValue.objects.for_company(world.fjord).filter(code__in=codes)
    return Selection(
        periods.get(number=first),
        periods.get(number=last),
        tuple(values.select_related("dimension")),
    )


def figures(world: World, *how: object) -> dict[str, tuple[str, ...]]:
    """Return opening, debit, credit, closing by account number."""
    accounts = trial_balance(world.fjord, selection(world, *how))  # type: ignore[arg-type]
    names = ("opening", "debit", "credit", "closing")
    return {a.number: tuple(f"{getattr(a, n):.2f}" for n in names) for a in accounts}


def test_balance_accounts_carry_all_earlier_years_and_result_accounts_begin_at_zero(
    books: World,
) -> None:
    assert figures(books, 2025, 1, 12) == {
        "1920": ("0.00", "5800.00", "0.00", "5800.00"),
        "2000": ("0.00", "0.00", "5000.00", "-5000.00"),
        "3100": ("0.00", "0.00", "800.00", "-800.00"),
    }
    assert figures(books, 2026, 1, 12) == {
        "1920": ("5800.00", "900.00", "540.00", "6160.00"),
        "2000": ("-5000.00", "0.00", "0.00", "-5000.00"),
        "3100": ("0.00", "0.00", "900.00", "-900.00"),
        "6800": ("0.00", "500.00", "0.00", "500.00"),
        "7320": ("0.00", "40.00", "0.00", "40.00"),
    }


def test_months_open_with_what_came_before_them_in_the_year(books: World) -> None:
    assert figures(books, 2026, 2, 2) == {
        "1920": ("6700.00", "0.00", "500.00", "6200.00"),
        "2000": ("-5000.00", "0.00", "0.00", "-5000.00"),
        "3100": ("-900.00", "0.00", "0.00", "-900.00"),
        "6800": ("0.00", "500.00", "0.00", "500.00"),
    }


def test_the_closing_of_a_month_is_the_opening_of_the_next(books: World) -> None:
    for month in range(1, 12):
        before, after = figures(books, 2026, month, month), figures(books, 2026, month + 1, 12)
        closing = {number: row[3] for number, row in before.items() if row[3] != "0.00"}
        opening = {number: row[0] for number, row in after.items() if row[0] != "0.00"}
        assert opening == closing


def test_the_foot_meets_and_says_what_earlier_years_have_not_disposed_of(books: World) -> None:
    totals = trial_balance_totals(trial_balance(books.fjord, selection(books, 2026, 1, 12)))
    assert totals.undisposed == Decimal("-800.00")
    assert totals.all["debit"] == totals.all["credit"] == Decimal("1440.00")
    assert totals.earlier == {"opening": Decimal("-800.00"), "closing": Decimal("-800.00")}
    assert totals.whole["opening"] == totals.whole["closing"] == 0
    first = trial_balance_totals(trial_balance(books.fjord, selection(books, 2025, 1, 12)))
    assert first.undisposed == 0


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("10",), {"3100": "-900.00", "6800": "300.00", "7320": "40.00"}),
        (("20",), {"6800": "200.00"}),
        (("2041",), {"3100": "-900.00", "7320": "40.00"}),
        (("V26",), {"3100": "-900.00", "7320": "40.00"}),
        (("10", "2041"), {"3100": "-900.00", "7320": "40.00"}),
        (("10", "V26"), {"3100": "-900.00", "7320": "40.00"}),
        (("20", "V26"), {}),
    ],
)
def test_a_dimension_narrows_to_the_entries_that_carry_it(
    books: World, codes: tuple[str, ...], expected: dict[str, str]
) -> None:
    closing = {number: row[3] for number, row in figures(books, 2026, 1, 12, *codes).items()}
    assert closing == expected


def test_kept_balances_and_entries_give_the_same_figures(books: World) -> None:
    whole = selection(books, 2026, 1, 12, "2041")
    free = selection(books, 2026, 1, 12, "V26")
    assert (whole.from_entries, free.from_entries) == (False, True)
    assert figures(books, 2026, 1, 12, "2041") == figures(books, 2026, 1, 12, "V26")


def test_another_companys_balances_are_not_in_it(books: World) -> None:
    before = figures(books, 2026, 1, 12)
    with company_scope(books.tind.pk):
        pair = (line("1920", "77.00"), line("3100", "-77.00"))
        post_voucher(draft(*pair), company=books.tind, by=books.per)
    assert figures(books, 2026, 1, 12) == before
