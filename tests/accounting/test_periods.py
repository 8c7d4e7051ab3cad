"""Fiscal years and their periods: they open when first needed, cover the year day by day, and not too far off."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounting.ledger.actions import (
    BooksRefused,
    check_voucher,
    open_previous_year,
    post_vouchers,
    set_up_books,
)
from accounting.ledger.checks import check_books
from accounting.ledger.models import FiscalYear, Period, VoucherSeries, VoucherType
from accounting.ledger.periods import NoSuchPeriod, fiscal_year_of, month_after, open_fiscal_year
from accounting.vat.models import VatTerm
from accounting.vat.terms import open_vat_term_of, term_of
from erp.access.rights import SYSTEM
from erp.companies.actions import create_company
from erp.companies.models import Company
from erp.companies.scope import Scope, set_scope
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.world import TODAY, World, draft, line, post

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PAIR = (line("1920", "10.00"), line("3900", "-10.00"))


@given(day=days, start_month=st.integers(1, 12))
def test_a_day_falls_in_the_fiscal_year_that_holds_it(day: date, start_month: int) -> None:
    year, start, end = fiscal_year_of(day, start_month)
    assert start <= day <= end
    assert (start.month, start.day, end.year) == (start_month, 1, year)
    assert (end - start).days + 1 in (365, 366)
    assert fiscal_year_of(end + timedelta(days=1), start_month)[0] == year + 1
    assert fiscal_year_of(start - timedelta(days=1), start_month)[0] == year - 1


@given(day=days, kind=st.sampled_from(["two_monthly", "yearly", "primary"]))
def test_a_day_falls_in_the_vat_term_that_holds_it(day: date, kind: str) -> None:
    number, start, end = term_of(day, kind)
    assert start <= day <= end
    assert (start.year, end.year) == (day.year, day.year)
    assert (end + timedelta(days=1)).day == 1
    assert number == (1 if kind != "two_monthly" else (day.month + 1) // 2)


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2026, 1, 1), 1, 2026),
        (date(2026, 12, 31), 1, 2026),
        (date(2024, 2, 29), 1, 2024),
        (date(2026, 6, 30), 7, 2026),
        (date(2026, 7, 1), 7, 2027),
        (date(2026, 12, 31), 12, 2027),
        (date(2028, 2, 29), 3, 2028),
        (date(2028, 3, 1), 3, 2029),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(
    day: date, start_month: int, year: int
) -> None:
    assert fiscal_year_of(day, start_month)[0] == year


@pytest.mark.parametrize(
    ("day", "following"),
    [(date(2026, 12, 15), date(2027, 1, 1)), (date(2028, 2, 29), date(2028, 3, 1))],
)
def test_the_month_after(day: date, following: date) -> None:
    assert month_after(day) == following


def company_from(start_month: int, name: str, today: date = TODAY) -> Company:
    company = create_company(
        slug=name,
        name=name,
        orgnr="923609016",
        vat_registered=True,
        fiscal_year_start_month=start_month,
    )
    set_scope(Scope(companies=(company.pk,)))
    set_up_books(company=company, by=SYSTEM, today=today)
    return company


@pytest.mark.django_db
@pytest.mark.parametrize(("start_month", "year"), [(1, 2026), (7, 2027), (12, 2026), (3, 2027)])
def test_twelve_periods_cover_the_fiscal_year_day_by_day(
    world: World, start_month: int, year: int
) -> None:
    company = company_from(start_month, f"avvik-{start_month}")
    fiscal_year = FiscalYear.objects.for_company(company).get()
    periods = list(Period.objects.for_company(company).order_by("number"))
    assert (fiscal_year.year, len(periods)) == (year, 12)
    assert (periods[0].start, periods[-1].end) == (fiscal_year.start, fiscal_year.end)
    for before, after in zip(periods, periods[1:], strict=False):
        assert after.start == before.end + timedelta(days=1)
    assert all(p.start.day == 1 and (p.end + timedelta(days=1)).day == 1 for p in periods)
    assert check_books(company) == []


@pytest.mark.django_db
def test_february_of_a_leap_year_has_its_29th_day(world: World) -> None:
    assert post(world, *PAIR, day=date(2027, 2, 28)).period.end == date(2027, 2, 28)
    voucher = post(world, *PAIR, day=date(2028, 2, 29))
    assert voucher.period.end == date(2028, 2, 29)
    assert check_books(world.fjord) == []


@pytest.mark.django_db
def test_the_next_year_opens_with_its_first_voucher_and_has_every_series(world: World) -> None:
    voucher = post(world, *PAIR, day=date(2027, 1, 1))
    year = FiscalYear.objects.for_company(world.fjord).get(year=2027)
    assert (voucher.number, str(voucher.period), voucher.fiscal_year_id) == (1, "01.2027", year.pk)
    types = VoucherType.objects.for_company(world.fjord).count()
    assert VoucherSeries.objects.for_company(world.fjord).filter(fiscal_year=year).count() == types
    open_fiscal_year(world.fjord, date(2027, 7, 1))
    assert FiscalYear.objects.for_company(world.fjord).count() == 2


@pytest.mark.django_db
def test_earlier_years_open_by_hand_one_after_the_other_for_what_was_forgotten(
    world: World,
) -> None:
    who = {"company": world.fjord, "by": world.ola}
    for before in (2026, 2026, 2025):
        opened = open_previous_year(**who, before=before)
        assert (opened.year, opened.periods.count()) == (before - 1, 12)
    assert post(world, *PAIR, day=date(2024, 12, 31)).number == 1
    assert years(world) == [2024, 2025, 2026]
    with pytest.raises(BooksRefused):
        open_previous_year(**who, before=2020)
    with pytest.raises(PermissionDenied):
        open_previous_year(company=world.fjord, by=world.kari, before=2024)
    assert check_books(world.fjord) == []


def years(world: World) -> list[int]:
    """Return the years that are open."""
    rows = FiscalYear.objects.for_company(world.fjord).order_by("year")
    return list(rows.values_list("year", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [
        *(date(1989, 12, 31), date(2016, 11, 16), date(2025, 12, 31)),
        *(date(2028, 1, 1), date(2062, 11, 24)),
    ],
)
def test_only_the_next_year_opens_by_itself_and_another_is_refused_at_the_date(
    world: World, day: date
) -> None:
    with pytest.raises(NoSuchPeriod) as refused:
        post(world, *PAIR, day=day)
    assert [problem.field for problem in refused.value.problems] == ["date"]
    assert str(day.year) in refused.value.problems[0].message
    looked = check_voucher(draft(*PAIR, day=day), company=world.fjord)
    assert [problem.field for problem in looked] == ["date"]
    assert years(world) == [2026]


@pytest.mark.django_db
def test_many_at_once_open_the_years_that_follow_each_other(world: World) -> None:
    days = (date(2028, 5, 1), date(2026, 5, 1), date(2027, 5, 1), date(2027, 6, 1))
    post_vouchers([draft(*PAIR, day=day) for day in days], company=world.fjord, by=world.ola)
    assert years(world) == [2026, 2027, 2028]


@pytest.mark.django_db
def test_by_hand_no_year_opens_that_is_not_beside_an_open_one(world: World) -> None:
    for day in (date(2024, 6, 30), date(2028, 6, 30)):
        with pytest.raises(NoSuchPeriod):
            open_fiscal_year(world.fjord, day)
    assert years(world) == [2026]


@pytest.mark.django_db
def test_a_slip_in_the_date_is_told_in_its_field(client: Client, world: World) -> None:
    client.force_login(world.ola)
    lines = ({"account": "6300", "debit": "10,00"}, {"account": "1920", "credit": "10,00"})
    for name in ("voucher_new", "voucher_check"):
        answer = client.post(address(world, name), form(*lines, date="16.11.2016"))
        assert "date" in answer.context["form"].head.errors
    assert years(world) == [2026]


@pytest.mark.django_db
def test_looking_at_a_voucher_of_next_year_opens_nothing(world: World) -> None:
    problems = check_voucher(draft(*PAIR, day=date(2027, 1, 4)), company=world.fjord)
    assert problems == []
    assert FiscalYear.objects.for_company(world.fjord).count() == 1
    assert VatTerm.objects.for_company(world.fjord).count() == 0
    assert post(world, *PAIR, day=date(2027, 1, 4)).number == 1


# --- VAT terms ---


@pytest.mark.django_db
def test_a_change_of_the_kind_of_term_waits_for_a_year_without_terms(world: World) -> None:
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"), day=date(2026, 3, 1))
    world.fjord.vat_term_kind = "yearly"
    for day in (date(2026, 11, 24), date(2026, 3, 31), date(2027, 1, 1), date(2027, 12, 1)):
        open_vat_term_of(world.fjord, day)
    terms = VatTerm.objects.for_company(world.fjord).order_by("start")
    assert [(str(t), t.start, t.end) for t in terms] == [
        ("2/2026", date(2026, 3, 1), date(2026, 4, 30)),
        ("6/2026", date(2026, 11, 1), date(2026, 12, 31)),
        ("1/2027", date(2027, 1, 1), date(2027, 12, 31)),
    ]


@pytest.mark.django_db
def test_a_yearly_term_stays_whole_when_the_company_goes_over_to_two_months(world: World) -> None:
    world.fjord.vat_term_kind = "primary"
    open_vat_term_of(world.fjord, date(2026, 2, 1))
    world.fjord.vat_term_kind = "two_monthly"
    for day in (date(2026, 11, 24), date(2027, 11, 24)):
        open_vat_term_of(world.fjord, day)
    assert [str(t) for t in VatTerm.objects.for_company(world.fjord).order_by("start")] == [
        "1/2026",
        "6/2027",
    ]
