"""The ledger's promises once more, as named queries that must return no rows.

They run after every scenario test, every night, and on demand (`manage.py check_books`). A new invariant
gets its check here the day it is thought of.
"""

from dataclasses import dataclass

from django.db import connection

from erp.companies.models import Company


@dataclass(frozen=True)
class Finding:
    """A row that should not be there."""

    check: str
    row: tuple[object, ...]


CHECKS = {
    "every voucher balances": """
        SELECT voucher_id, sum(amount) FROM accounting_entry WHERE company_id = %(company)s
        GROUP BY voucher_id HAVING sum(amount) <> 0""",
    "no voucher is empty": """
        SELECT v.id FROM accounting_voucher v WHERE v.company_id = %(company)s
        AND NOT EXISTS (SELECT 1 FROM accounting_entry e WHERE e.voucher_id = v.id)""",
    "numbers have no gap and no double": """
        SELECT voucher_type_id, fiscal_year_id, count(*), min(number), max(number) FROM accounting_voucher
        WHERE company_id = %(company)s GROUP BY 1, 2
        HAVING min(number) <> 1 OR max(number) <> count(*) OR count(DISTINCT number) <> count(*)""",
    "series stand where their vouchers do": """
        SELECT s.id, s.last_number, coalesce(max(v.number), 0) FROM accounting_voucherseries s
        LEFT JOIN accounting_voucher v ON v.voucher_type_id = s.voucher_type_id
            AND v.fiscal_year_id = s.fiscal_year_id
        WHERE s.company_id = %(company)s GROUP BY s.id, s.last_number
        HAVING s.last_number <> coalesce(max(v.number), 0)""",
    "vouchers stand in the period of their date": """
        SELECT v.id FROM accounting_voucher v JOIN accounting_period p ON p.id = v.period_id
        WHERE v.company_id = %(company)s
        AND (v.date NOT BETWEEN p.start AND p."end" OR p.fiscal_year_id <> v.fiscal_year_id)""",
    "entries follow their voucher": """
        SELECT e.id FROM accounting_entry e JOIN accounting_voucher v ON v.id = e.voucher_id
        WHERE e.company_id = %(company)s
        AND (e.company_id <> v.company_id OR e.period_id <> v.period_id OR e.date <> v.date)""",
    "kept balances equal their recomputation": """
        SELECT coalesce(b.account_id, e.account_id), coalesce(b.period_id, e.period_id),
               b.debit, e.debit, b.credit, e.credit, b.entries, e.entries
        FROM (SELECT * FROM accounting_accountbalance WHERE company_id = %(company)s) b
        FULL JOIN (SELECT account_id, period_id, department_id, project_id, sum(debit) AS debit,
                          sum(credit) AS credit, count(*) AS entries
                   FROM accounting_entry WHERE company_id = %(company)s GROUP BY 1, 2, 3, 4) e
        ON (b.account_id, b.period_id, coalesce(b.department_id, 0), coalesce(b.project_id, 0))
         = (e.account_id, e.period_id, coalesce(e.department_id, 0), coalesce(e.project_id, 0))
        WHERE (b.debit, b.credit, b.entries) IS DISTINCT FROM (e.debit, e.credit, e.entries)""",
    "every entry on a control account is an item, and no other": """
        SELECT coalesce(e.id, i.entry_id) FROM (
            SELECT e.id, e.amount, e.party_id, e.account_id FROM accounting_entry e
            JOIN accounting_account a ON a.id = e.account_id
            WHERE e.company_id = %(company)s AND a.party_role <> '') e
        FULL JOIN (SELECT * FROM accounting_openitem WHERE company_id = %(company)s) i ON i.entry_id = e.id
        WHERE (e.amount, e.party_id, e.account_id) IS DISTINCT FROM (i.amount, i.party_id, i.account_id)""",
    "what is left of an item is its amount less its settlements": """
        SELECT i.id, i.amount, i.remaining, coalesce(sum(l.amount), 0) FROM accounting_openitem i
        LEFT JOIN accounting_settlementline l ON l.open_item_id = i.id
        WHERE i.company_id = %(company)s GROUP BY i.id
        HAVING i.remaining <> i.amount - coalesce(sum(l.amount), 0)""",
    "sub-ledgers equal their control accounts": """
        SELECT a.number, sum(b.debit - b.credit), coalesce(i.remaining, 0) FROM accounting_account a
        JOIN accounting_accountbalance b ON b.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(remaining) AS remaining FROM accounting_openitem
                   WHERE company_id = %(company)s GROUP BY 1) i ON i.account_id = a.id
        WHERE a.company_id = %(company)s AND a.party_role <> '' GROUP BY a.number, i.remaining
        HAVING sum(b.debit - b.credit) <> coalesce(i.remaining, 0)""",
    "settlements sum to zero": """
        SELECT settlement_id, sum(amount) FROM accounting_settlementline WHERE company_id = %(company)s
        GROUP BY 1 HAVING sum(amount) <> 0""",
    "a reversal is the exact opposite": """
        SELECT r.id, e.account_id, sum(e.amount) FROM accounting_voucher r
        JOIN accounting_entry e ON e.voucher_id IN (r.id, r.reverses_id)
        WHERE r.company_id = %(company)s AND r.reverses_id IS NOT NULL
        GROUP BY r.id, e.account_id HAVING sum(e.amount) <> 0""",
    "VAT entries stand on the code's own accounts": """
        SELECT e.id FROM accounting_entry e JOIN accounting_account a ON a.id = e.account_id
        WHERE e.company_id = %(company)s AND e.vat_role IN ('input', 'output') AND NOT a.is_vat_account""",
    "a year's result and balance sheet meet": """
        SELECT sum(debit) - sum(credit) FROM accounting_accountbalance WHERE company_id = %(company)s
        HAVING sum(debit) <> sum(credit)""",
}


def check_books(company: Company) -> list[Finding]:
    """Run all checks on a company's books (kontrollere regnskapet); an empty list is the only good answer."""
    findings = []
    with connection.cursor() as cursor:
        for name, query in CHECKS.items():
            cursor.execute(query, {"company": company.pk})
            findings += [Finding(name, tuple(row)) for row in cursor.fetchall()]
    return findings
