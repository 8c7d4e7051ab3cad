"""One run: the books grow from size to size, and what is asked for is measured at each."""

import time

from benchmarks import pages, posting, reports, yardsticks
from benchmarks.books import Books, fill, make_books
from benchmarks.report import Figure, Report, peak_memory, short
from erp.companies.scope import company_scope

FILLING = Figure("fill the books in bulk, first tenth of the way", "vouchers/s")
FILLED = Figure("fill the books in bulk, last tenth of the way", "vouchers/s")


def run(parts: list[str], sizes: list[int]) -> Report:
    """Measure the parts at each size, and print what came of it."""
    begun = time.monotonic()
    report = Report()
    books = make_books()
    with company_scope(books.company.pk):
        for size in sizes:
            grow(books, size, report)
            if {"posting", "reports"} & set(parts):
                yardsticks.copy_database()
            if "reports" in parts:
                reports.measure(books, size, report)
            if "posting" in parts:
                posting.measure(books, size, report)
        if "pages" in parts:
            pages.measure(books, report)
    report.memory["peak memory of the process"] = peak_memory()
    report.print(sizes)
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes")
    return report


def grow(books: Books, size: int, report: Report) -> None:
    """Fill the books to a size."""
    print(f"{short(size):>5} filling ...", flush=True)
    first, last = fill(books, size)
    report.note(size, FILLING, first)
    report.note(size, FILLED, last)
    yardsticks.settle()
