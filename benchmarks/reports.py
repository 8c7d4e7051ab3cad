"""Trial balance (saldobalanse) and ledger (hovedbok), beside the SQL that computes them from entries."""

from typing import Any

from accounting.ledger.models import Account, FiscalYear, Period
from accounting.reports.ledger import ledger_entries, opening_balance
from accounting.reports.selection import Selection
from accounting.reports.trial_balance import trial_balance
from benchmarks import yardsticks
from benchmarks.books import BUSIEST_ACCOUNT, Books
from benchmarks.report import Figure, Report, median_ms

FIRST_PAGE = 51  # A page of the table component, and the row that tells whether there are more.

TRIAL_BALANCE = Figure("trial balance of a year", "ms", "raw GROUP BY", growth=1.5, aim="5 ms")
LEDGER = Figure("ledger of an account, first page", "ms", "raw SQL", aim="20 ms")

RAW_TRIAL_BALANCE = """
    SELECT a.number, sum(e.amount) FILTER (WHERE e.date < %(first)s) AS opening,
        sum(e.debit) FILTER (WHERE e.date >= %(first)s) AS debit,
        sum(e.credit) FILTER (WHERE e.date >= %(first)s) AS credit
    FROM accounting_entry e JOIN accounting_account a ON a.id = e.account_id
    WHERE e.company_id = %(company)s AND e.date <= %(last)s GROUP BY a.number ORDER BY a.number
"""
RAW_LEDGER = """
    SELECT e.id, e.date, t.code, v.number, e.text, p.name, e.debit, e.credit, ARRAY(
        SELECT DISTINCT c.number FROM accounting_entry o JOIN accounting_account c ON c.id = o.account_id
        WHERE o.voucher_id = e.voucher_id AND sign(o.amount) <> sign(e.amount) ORDER BY c.number LIMIT 4)
    FROM accounting_entry e JOIN accounting_voucher v ON v.id = e.voucher_id
        JOIN accounting_vouchertype t ON t.id = v.voucher_type_id LEFT JOIN crm_party p ON p.id = e.party_id
    WHERE e.company_id = %(company)s AND e.account_id = %(account)s AND e.date BETWEEN %(first)s AND %(last)s
    ORDER BY e.date, e.id LIMIT %(count)s
"""


def measure(books: Books, size: int, report: Report) -> None:
    """Measure the reports of the books' latest year at a size."""
    year = FiscalYear.objects.for_company(books.company).latest("start")
    periods = Period.objects.for_company(books.company).filter(fiscal_year=year)
    periods = list(periods.select_related("fiscal_year").order_by("start"))
    selection = Selection(periods[0], periods[-1])
    account = Account.objects.for_company(books.company).get(number=BUSIEST_ACCOUNT)
    values = {
        "company": books.company.pk,
        "account": account.pk,
        "first": selection.first.start,
        "last": selection.last.end,
        "count": FIRST_PAGE,
    }

    def first_page() -> None:
        entries = ledger_entries(books.company, account, selection).order_by("date", "pk")
        opening_balance(books.company, account, selection)
        assert len(entries[:FIRST_PAGE]) == FIRST_PAGE

    with yardsticks.connect(yardsticks.DATABASE) as copy:

        def raw(statement: str) -> list[Any]:
            return copy.execute(statement.encode(), values).fetchall()

        compare(list(trial_balance(books.company, selection)), raw(RAW_TRIAL_BALANCE))
        report.note(
            size,
            TRIAL_BALANCE,
            median_ms(lambda: list(trial_balance(books.company, selection))),
            median_ms(lambda: raw(RAW_TRIAL_BALANCE)),
        )
        report.note(size, LEDGER, median_ms(first_page), median_ms(lambda: raw(RAW_LEDGER)))


def compare(accounts: list[Any], raw: list[Any]) -> None:
    """Refuse to measure a trial balance that the entries do not agree with."""
    moved = {number: (debit or 0, credit or 0) for number, _opening, debit, credit in raw}
    ours = {account.number: (account.debit, account.credit) for account in accounts}
    assert ours == moved, "kept balances and entries differ"
