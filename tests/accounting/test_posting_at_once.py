"""Eight processes in the same books: no gap, no double, nothing lost, and no error left to a person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from accounting.ledger.actions import post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import (
    AccountBalance,
    FiscalYear,
    Period,
    Voucher,
    VoucherSeries,
)
from accounting.open_items.models import OpenItem, Settlement
from tests.accounting import at_work
from tests.accounting.machine.books import Books, make_accountant, open_books, scope_of
from tests.accounting.processes import PROCESSES, Team, team
from tests.world import draft, line

# Slow: the processes start once, then a test takes what its postings take.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAIR = (line("1920", "10.00"), line("3900", "-10.00"))


@pytest.fixture(scope="module")
def eight() -> Iterator[Team]:
    with team() as processes:
        yield processes


@pytest.fixture
def books() -> Books:
    return open_books(make_accountant())


def post(books: Books, *lines: DraftLine) -> Voucher:
    return post_voucher(draft(*lines), company=books.company, by=books.by)


def numbers_of(books: Books, kind: str, year: int) -> list[int]:
    vouchers = Voucher.objects.for_company(books.company).filter(
        voucher_type__key=kind, fiscal_year__year=year
    )
    return sorted(vouchers.values_list("number", flat=True))


def post_into_one_series(books: Books, eight: Team, each: int) -> None:
    share = (books.company.pk, books.by.pk, each)
    got = eight.all_at_once(scope_of(books), at_work.post_some, [share] * PROCESSES)
    numbers = sorted(number for mine in got for number in mine)
    assert numbers == list(range(1, PROCESSES * each + 1)) == numbers_of(books, "manual", 2026)
    assert all(mine == sorted(mine) for mine in got)
    bank = AccountBalance.objects.for_company(books.company).get(account__number="1920")
    assert (bank.debit, bank.entries) == (Decimal(10) * len(numbers), len(numbers))
    assert check_books(books.company) == []


def test_eight_processes_post_into_one_series(books: Books, eight: Team) -> None:
    post_into_one_series(books, eight, each=10)


@pytest.mark.full
def test_eight_processes_post_a_thousand_vouchers_into_one_series(
    books: Books, eight: Team
) -> None:
    post_into_one_series(books, eight, each=125)


def post_of_all_kinds(books: Books, eight: Team, each: int) -> None:
    share = (books.company.pk, books.by.pk, books.parties[2], each)
    done = eight.all_at_once(scope_of(books), at_work.post_in_turn, [share] * PROCESSES)
    assert sum(done) == Voucher.objects.for_company(books.company).count() == PROCESSES * each
    for year in (2026, 2027):
        for kind in ("supplier_invoice", "bank", "manual"):
            numbers = numbers_of(books, kind, year)
            assert numbers == list(range(1, len(numbers) + 1))
    items = OpenItem.objects.for_company(books.company).values_list("remaining", flat=True)
    assert sum(items) == Decimal("-237.00") * PROCESSES * each
    assert check_books(books.company) == []


def test_eight_processes_post_all_kinds_over_the_turn_of_the_year(
    books: Books, eight: Team
) -> None:
    post_of_all_kinds(books, eight, each=6)


@pytest.mark.full
def test_eight_processes_post_much_of_all_kinds(books: Books, eight: Team) -> None:
    post_of_all_kinds(books, eight, each=60)


def test_the_same_source_key_from_eight_processes_posts_once(books: Books, eight: Team) -> None:
    share = (books.company.pk, books.by.pk, "bank:4711")
    got = eight.all_at_once(scope_of(books), at_work.post_with_key, [share] * PROCESSES)
    voucher = Voucher.objects.for_company(books.company).get()
    assert set(got) == {voucher.pk}
    assert check_books(books.company) == []


def test_eight_processes_open_the_same_fiscal_year_once(books: Books, eight: Team) -> None:
    share = (books.company.pk, books.by.pk, 1, date(2027, 5, 3))
    got = eight.all_at_once(scope_of(books), at_work.post_some, [share] * PROCESSES)
    assert sorted(number for mine in got for number in mine) == list(range(1, PROCESSES + 1))
    year = FiscalYear.objects.for_company(books.company).get(year=2027)
    assert Period.objects.for_company(books.company).filter(fiscal_year=year).count() == 12
    assert VoucherSeries.objects.for_company(books.company).filter(fiscal_year=year).count() == 12
    assert check_books(books.company) == []


def test_the_same_reversal_from_eight_processes_is_made_once(books: Books, eight: Team) -> None:
    voucher = post(books, *PAIR)
    share = (books.company.pk, books.by.pk, voucher.pk, "Feil konto")
    got = eight.all_at_once(scope_of(books), at_work.reverse, [share] * PROCESSES)
    assert set(got) == {Voucher.objects.for_company(books.company).get(reverses=voucher).pk}
    assert check_books(books.company) == []


def test_eight_settlements_of_one_item_never_take_more_than_is_left(
    books: Books, eight: Team
) -> None:
    invoice = post(books, line("1500", "100.00", party=books.parties[0]), line("3900", "-100.00"))
    payments = [
        post(books, line("1920", "30.00"), line("1500", "-30.00", party=books.parties[0]))
        for _ in range(PROCESSES)
    ]
    items = {i.voucher_id: i.pk for i in OpenItem.objects.for_company(books.company)}
    shares = [
        (
            *(books.company.pk, books.by.pk),
            {items[invoice.pk]: "30.00", items[payment.pk]: "-30.00"},
        )
        for payment in payments
    ]
    went_well = eight.all_at_once(scope_of(books), at_work.settle, shares)
    assert sorted(went_well) == [False] * 5 + [True] * 3
    assert Settlement.objects.for_company(books.company).count() == 3
    assert OpenItem.objects.get(pk=items[invoice.pk]).remaining == Decimal("10.00")
    assert check_books(books.company) == []
