"""Posting (bokføring), one by one and in bulk, into books that grow."""

import statistics
from collections.abc import Callable

from accounting.ledger.actions import post_voucher, post_vouchers
from accounting.ledger.models import Account
from benchmarks import yardsticks
from benchmarks.books import Books
from benchmarks.report import Figure, Report, seconds

ROUNDS = 5
SINGLES = 100
BULK = 1000

SINGLE = Figure("post one by one", "vouchers/s", "thin Django", least=0.5)
IN_BULK = Figure("post in bulk", "vouchers/s", "raw PostgreSQL", least=0.25)


def measure(books: Books, size: int, report: Report) -> None:
    """Measure posting into books of a size, in turn with the yardsticks, so that both meet the same noise."""
    singles(books, size, report)
    bulk(books, size, report)


def singles(books: Books, size: int, report: Report) -> None:
    """One voucher, one transaction, beside bare Django."""
    accounts = dict(Account.objects.for_company(books.company).values_list("number", "pk"))

    def ours() -> None:
        for draft in books.next_drafts(SINGLES):
            post_voucher(draft, company=books.company, by=books.user)

    def theirs() -> None:
        yardsticks.post_thin(books.drafts(SINGLES), accounts)

    report.note(size, SINGLE, *rates(SINGLES, ours, theirs))


def bulk(books: Books, size: int, report: Report) -> None:
    """A thousand vouchers in one transaction, beside bare SQL on the same tables.

    The rows of bare SQL are made beforehand: only the statements are in its figure.
    """
    with yardsticks.connect(yardsticks.DATABASE) as copy:
        batch = yardsticks.bare_batch(books, books.drafts(BULK))

        def ours() -> None:
            post_vouchers(books.next_drafts(BULK), company=books.company, by=books.user)

        def theirs() -> None:
            yardsticks.post_bare(books, batch, copy)

        report.note(size, IN_BULK, *rates(BULK, ours, theirs))


def rates(count: int, ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[float, float]:
    """Return how many vouchers a second each does: the median of rounds in turn, after one that does not count."""
    rounds = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS + 1)][1:]
    return (
        count / statistics.median(first for first, _ in rounds),
        count / statistics.median(second for _, second in rounds),
    )
