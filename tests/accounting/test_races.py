"""Who was quicker: locking against posting, and the same thing done twice, each stopped in the middle."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from psycopg import sql

from accounting.ledger.actions import (
    AlreadyReversed,
    VoucherRefused,
    lock_period,
    lock_vat_term,
    post_voucher,
    post_vouchers,
    reverse_voucher,
)
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Period, Voucher, VoucherSeries
from accounting.open_items.actions import Part, SettlementRefused, settle_items, undo_settlement
from accounting.open_items.models import OpenItem, Settlement
from accounting.vat.models import VatTerm
from tests.accounting.machine.books import Books, make_accountant, open_books, scope_of
from tests.accounting.threads import PATIENCE, race, wait_until_blocked
from tests.support.database import TEST_DATABASE, address, connect
from tests.world import TODAY, draft, line

pytestmark = pytest.mark.django_db(transaction=True)

PAIR = (line("1920", "10.00"), line("3900", "-10.00"))
WITH_VAT = (line("6553", "125.00", "1"), line("1920", "-125.00"))


@pytest.fixture
def books() -> Books:
    return open_books(make_accountant())


def post(books: Books, *lines: object, **fields: object) -> Voucher:
    return post_voucher(draft(*lines, **fields), company=books.company, by=books.by)  # type: ignore[arg-type]


def today_of(books: Books) -> Period:
    return Period.objects.for_company(books.company).get(start__lte=TODAY, end__gte=TODAY)


def lock_today(books: Books) -> Period:
    return lock_period(company=books.company, by=books.by, period=today_of(books))


def test_a_lock_waits_for_a_posting_that_has_begun(books: Books) -> None:
    with race(scope_of(books)) as both:
        posting = both.first(lambda: post(books, *PAIR))
        locking = both.then(lambda: lock_today(books))
        both.commit()
        voucher = posting.result(PATIENCE)
        assert locking.result(PATIENCE).is_locked
    assert Voucher.objects.for_company(books.company).get().pk == voucher.pk
    with pytest.raises(VoucherRefused):
        post(books, *PAIR)
    assert check_books(books.company) == []


def test_a_posting_that_comes_after_a_lock_is_told_so_in_words(books: Books) -> None:
    with race(scope_of(books)) as both:
        both.first(lambda: lock_today(books))
        posting = both.then(lambda: post(books, *PAIR))
        both.commit()
        refusal = posting.exception(PATIENCE)
    assert isinstance(refusal, VoucherRefused)
    assert [problem.field for problem in refusal.problems] == ["date"]
    assert "11.2026" in str(refusal)
    assert not Voucher.objects.for_company(books.company).exists()
    assert check_books(books.company) == []


def test_many_that_come_after_a_lock_are_told_which_of_them(books: Books) -> None:
    later = TODAY.replace(month=12)
    drafts = [draft(*PAIR, day=later), draft(*PAIR), draft(*PAIR, day=later)]
    with race(scope_of(books)) as both:
        both.first(lambda: lock_today(books))
        posting = both.then(lambda: post_vouchers(drafts, company=books.company, by=books.by))
        both.commit()
        refusal = posting.exception(PATIENCE)
    assert isinstance(refusal, VoucherRefused)
    assert [problem.field for problem in refusal.problems] == ["drafts.1.date"]
    assert not Voucher.objects.for_company(books.company).exists()


def test_who_posts_in_a_transaction_of_their_own_can_go_on_after_a_lost_race(
    books: Books,
) -> None:
    later = TODAY.replace(month=12)

    def post_elsewhere() -> int:
        with transaction.atomic():
            try:
                return post(books, *PAIR).pk
            except VoucherRefused:
                return post(books, *PAIR, day=later).pk

    with race(scope_of(books)) as both:
        both.first(lambda: lock_today(books))
        posting = both.then(post_elsewhere)
        both.commit()
        pk = posting.result(PATIENCE)
    assert Voucher.objects.for_company(books.company).get(pk=pk).date == later


def test_vat_that_comes_after_the_lock_of_its_term_is_told_so_in_words(books: Books) -> None:
    post(books, *WITH_VAT)
    term = VatTerm.objects.for_company(books.company).get()
    with race(scope_of(books)) as both:
        both.first(lambda: lock_vat_term(company=books.company, by=books.by, term=term))
        posting = both.then(lambda: post(books, *WITH_VAT))
        both.commit()
        refusal = posting.exception(PATIENCE)
    assert isinstance(refusal, VoucherRefused)
    assert [problem.field for problem in refusal.problems] == ["lines.0.vat_code"]
    assert Voucher.objects.for_company(books.company).count() == 1


def test_the_lock_of_a_vat_term_waits_for_vat_that_is_being_posted(books: Books) -> None:
    post(books, *WITH_VAT)
    term = VatTerm.objects.for_company(books.company).get()
    with race(scope_of(books)) as both:
        both.first(lambda: post(books, *WITH_VAT))
        locking = both.then(lambda: lock_vat_term(company=books.company, by=books.by, term=term))
        both.commit()
        assert locking.result(PATIENCE).is_locked
    assert Voucher.objects.for_company(books.company).count() == 2


@pytest.mark.parametrize(("reason", "is_same"), [("Feil konto", True), ("Dobbelt ført", False)])
def test_two_who_reverse_the_same_voucher(books: Books, reason: str, is_same: bool) -> None:
    voucher = post(books, *PAIR)

    def reverse(why: str) -> Voucher:
        return reverse_voucher(
            company=books.company, by=books.by, voucher=voucher, on=TODAY, reason=why
        )

    with race(scope_of(books)) as both:
        first = both.first(lambda: reverse("Feil konto"))
        second = both.then(lambda: reverse(reason))
        both.commit()
        reversal = first.result(PATIENCE)
        if is_same:
            assert second.result(PATIENCE).pk == reversal.pk
        else:
            assert isinstance(second.exception(PATIENCE), AlreadyReversed)
    assert Voucher.objects.for_company(books.company).count() == 2
    assert check_books(books.company) == []


def invoice_and_payment(books: Books) -> list[Part]:
    customer = books.parties[0]
    post(books, line("1500", "100.00", party=customer), line("3900", "-100.00"))
    post(books, line("1920", "100.00"), line("1500", "-100.00", party=customer))
    return [Part(item.pk, item.amount) for item in OpenItem.objects.for_company(books.company)]


def settle(books: Books, parts: list[Part], key: str | None = None) -> Settlement:
    return settle_items(
        company=books.company,
        by=books.by,
        parts=parts,
        on=TODAY,
        reason="Betalt",
        source_key=key,
    )


@pytest.mark.parametrize("key", [None, "bank:1"])
def test_two_who_settle_the_same_item(books: Books, key: str | None) -> None:
    parts = invoice_and_payment(books)
    with race(scope_of(books)) as both:
        first = both.first(lambda: settle(books, parts, key))
        second = both.then(lambda: settle(books, parts, key))
        both.commit()
        settlement = first.result(PATIENCE)
        if key:
            assert second.result(PATIENCE).pk == settlement.pk
        else:
            assert isinstance(second.exception(PATIENCE), SettlementRefused)
    assert Settlement.objects.for_company(books.company).count() == 1
    assert check_books(books.company) == []


def test_two_who_undo_the_same_settlement(books: Books) -> None:
    settlement = settle(books, invoice_and_payment(books))

    def undo() -> Settlement:
        return undo_settlement(
            company=books.company, by=books.by, settlement=settlement, on=TODAY, reason="Feil"
        )

    with race(scope_of(books)) as both:
        first = both.first(undo)
        second = both.then(undo)
        both.commit()
        assert first.result(PATIENCE).pk == second.result(PATIENCE).pk
    assert check_books(books.company) == []


@pytest.mark.slow  # PostgreSQL looks for a deadlock after three seconds.
def test_the_victim_of_a_deadlock_posts_all_the_same(books: Books) -> None:
    voucher_draft = draft(*PAIR, source_key="bank:17")
    series = VoucherSeries.objects.get(
        company=books.company, voucher_type__key="manual", fiscal_year__year=TODAY.year
    )
    broken_off: list[str] = []

    def note(execute, statement, params, many, context):  # type: ignore[no-untyped-def]
        try:
            return execute(statement, params, many, context)
        except OperationalError as error:
            broken_off.append(str(error.__cause__.sqlstate))  # type: ignore[union-attr]
            raise

    def post_watched() -> Voucher:
        connection.force_debug_cursor = True  # The cursor that tells what it sends.
        with connection.execute_wrapper(note):
            return post_keyed(books, voucher_draft)

    with patient_role(), race(scope_of(books)) as both, connect("ADMIN_DATABASE_URL") as other:
        other.autocommit = False
        other.execute("SET deadlock_timeout = '60s'")
        other.execute(
            "SELECT 1 FROM accounting_voucherseries WHERE id = %s FOR UPDATE", [series.pk]
        )
        posting = both.pool.submit(both.apart, post_watched)
        wait_until_blocked(posting)  # It holds the key's lock and waits for the series.
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('bank:17', %s))", [books.company.pk]
        )
        other.commit()
        voucher = posting.result(PATIENCE)
    assert broken_off == ["40P01"]
    assert Voucher.objects.for_company(books.company).get().pk == voucher.pk
    assert voucher.number == 1
    assert check_books(books.company) == []


def post_keyed(books: Books, keyed: VoucherDraft) -> Voucher:
    return post_voucher(keyed, company=books.company, by=books.by)


@contextmanager
def patient_role() -> Iterator[None]:
    """Connections of erp_app that begin inside look for a deadlock after three seconds, not after one."""
    role = sql.Identifier(address("DATABASE_URL")["USER"])
    alter = sql.SQL("ALTER ROLE {} IN DATABASE {} ").format(role, sql.Identifier(TEST_DATABASE))
    with connect("ADMIN_DATABASE_URL") as admin:
        admin.execute(alter + sql.SQL("SET deadlock_timeout = '3s'"))
        yield
        admin.execute(alter + sql.SQL("RESET deadlock_timeout"))
