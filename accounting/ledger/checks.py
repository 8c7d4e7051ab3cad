"""The ledger's promises once more, as named queries that must return no rows.

They run in the tests, after what is done there, every night, and on demand (`manage.py check_books`). A new invariant
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
        SELECT settlement_id, sum(amount), sum(currency_amount) FROM accounting_settlementline
        WHERE company_id = %(company)s GROUP BY 1 HAVING sum(amount) <> 0 OR sum(currency_amount) <> 0""",
    "what is left of an item in its currency follows what is left of it": """
        SELECT i.id, i.currency_remaining, i.currency_amount - coalesce(sum(l.currency_amount), 0)
        FROM accounting_openitem i LEFT JOIN accounting_settlementline l ON l.open_item_id = i.id
        WHERE i.company_id = %(company)s GROUP BY i.id
        HAVING i.currency_remaining <> i.currency_amount - coalesce(sum(l.currency_amount), 0)
        OR (i.remaining = 0 AND i.currency_remaining <> 0)
        OR (i.remaining <> 0 AND i.currency_remaining = 0 AND i.currency_amount <> 0)
        OR (i.currency = 'NOK' AND i.currency_remaining <> i.remaining)""",
    "settlements are of one party, account and currency": """
        SELECT l.settlement_id FROM accounting_settlementline l JOIN accounting_openitem i ON i.id = l.open_item_id
        WHERE l.company_id = %(company)s
        GROUP BY 1 HAVING count(DISTINCT (i.party_id, i.account_id, i.currency)) > 1""",
    "what undid a settlement is its exact opposite": """
        SELECT s.id, l.open_item_id FROM accounting_settlement s
        JOIN accounting_settlementline l ON l.settlement_id IN (s.id, s.undoes_id)
        WHERE s.company_id = %(company)s AND s.undoes_id IS NOT NULL
        GROUP BY 1, 2 HAVING sum(l.amount) <> 0 OR sum(l.currency_amount) <> 0""",
    "a reversal is the exact opposite": """
        SELECT r.id, e.account_id, sum(e.amount) FROM accounting_voucher r
        JOIN accounting_entry e ON e.voucher_id IN (r.id, r.reverses_id)
        WHERE r.company_id = %(company)s AND r.reverses_id IS NOT NULL
        GROUP BY r.id, e.account_id, e.party_id, e.currency, e.vat_code_id, e.vat_role, e.department_id,
            e.project_id, e.free_values
        HAVING sum(e.amount) <> 0 OR sum(e.currency_amount) <> 0 OR sum(e.vat_base) <> 0 OR sum(e.vat_amount) <> 0""",
    "a reversal never comes before what it reverses": """
        SELECT r.id FROM accounting_voucher r JOIN accounting_voucher v ON v.id = r.reverses_id
        WHERE r.company_id = %(company)s AND (r.date < v.date OR r.voucher_type_id <> v.voucher_type_id)""",
    "what is in the VAT return has a term, and nothing else": """
        SELECT e.id FROM accounting_entry e JOIN accounting_vatcode c ON c.id = e.vat_code_id
        WHERE e.company_id = %(company)s AND c.in_return <> (e.vat_term_id IS NOT NULL)
        UNION ALL SELECT e.id FROM accounting_entry e
        WHERE e.company_id = %(company)s AND e.vat_code_id IS NULL AND e.vat_term_id IS NOT NULL""",
    # The amount of VAT may be stated by an invoice and is then what it is; its basis is always that of the lines.
    "VAT entries have the basis of their code's lines": """
        SELECT voucher_id, vat_code_id, base, input, output FROM (
            SELECT voucher_id, vat_code_id,
                sum(vat_base) FILTER (WHERE vat_role = 'base') AS base,
                sum(vat_base) FILTER (WHERE vat_role = 'input') AS input,
                sum(vat_base) FILTER (WHERE vat_role = 'output') AS output
            FROM accounting_entry WHERE company_id = %(company)s AND vat_code_id IS NOT NULL
            GROUP BY voucher_id, vat_code_id, vat_rate, vat_term_id, vat_specification) sums
        WHERE coalesce(input, base, 0) <> coalesce(base, 0) OR coalesce(output, base, 0) <> coalesce(base, 0)""",
    "departments and projects are values of those dimensions": """
        SELECT e.id FROM accounting_entry e
        LEFT JOIN accounting_dimensionvalue v ON v.id = e.department_id
        LEFT JOIN accounting_dimension d ON d.id = v.dimension_id
        WHERE e.company_id = %(company)s AND e.department_id IS NOT NULL AND d.kind IS DISTINCT FROM 'department'
        UNION ALL SELECT e.id FROM accounting_entry e
        LEFT JOIN accounting_dimensionvalue v ON v.id = e.project_id
        LEFT JOIN accounting_dimension d ON d.id = v.dimension_id
        WHERE e.company_id = %(company)s AND e.project_id IS NOT NULL AND d.kind IS DISTINCT FROM 'project'""",
    "free values are the company's own, one of each dimension": """
        SELECT e.id FROM accounting_entry e
        WHERE e.company_id = %(company)s AND e.free_values <> '{}' AND cardinality(e.free_values) <> (
            SELECT count(DISTINCT v.dimension_id) FROM accounting_dimensionvalue v
            JOIN accounting_dimension d ON d.id = v.dimension_id
            WHERE v.id = ANY (e.free_values) AND v.company_id = e.company_id AND d.kind = 'free')""",
    # Row security hides what belongs to others, so that a key into another company leads nowhere.
    "entries point at rows of their own company": """
        SELECT e.id FROM accounting_entry e
        LEFT JOIN accounting_account a ON a.id = e.account_id AND a.company_id = e.company_id
        LEFT JOIN crm_party p ON p.id = e.party_id AND p.company_id = e.company_id
        LEFT JOIN accounting_vatcode c ON c.id = e.vat_code_id AND c.company_id = e.company_id
        LEFT JOIN accounting_vatterm t ON t.id = e.vat_term_id AND t.company_id = e.company_id
        WHERE e.company_id = %(company)s AND (a.id IS NULL OR (e.party_id IS NOT NULL AND p.id IS NULL)
            OR (e.vat_code_id IS NOT NULL AND c.id IS NULL) OR (e.vat_term_id IS NOT NULL AND t.id IS NULL))""",
    "every voucher type has a series in every fiscal year": """
        SELECT t.id, y.id FROM accounting_vouchertype t JOIN accounting_fiscalyear y ON y.company_id = t.company_id
        LEFT JOIN accounting_voucherseries s ON s.voucher_type_id = t.id AND s.fiscal_year_id = y.id
        WHERE t.company_id = %(company)s AND s.id IS NULL""",
    "periods cover their fiscal year day by day": """
        SELECT y.id FROM accounting_fiscalyear y LEFT JOIN accounting_period p ON p.fiscal_year_id = y.id
        WHERE y.company_id = %(company)s GROUP BY y.id, y.start, y."end"
        HAVING count(p.id) <> 12 OR min(p.start) <> y.start OR max(p."end") <> y."end"
            OR sum(p."end" - p.start + 1) <> y."end" - y.start + 1""",
    "VAT entries stand on the code's own accounts": """
        SELECT e.id FROM accounting_entry e JOIN accounting_account a ON a.id = e.account_id
        WHERE e.company_id = %(company)s AND e.vat_role IN ('input', 'output') AND NOT a.is_vat_account""",
    "a year's result and balance sheet meet": """
        SELECT p.fiscal_year_id, sum(b.debit) - sum(b.credit) FROM accounting_accountbalance b
        JOIN accounting_period p ON p.id = b.period_id
        WHERE b.company_id = %(company)s GROUP BY 1 HAVING sum(b.debit) <> sum(b.credit)""",
}


def check_books(company: Company) -> list[Finding]:
    """Run all checks on a company's books (kontrollere regnskapet); an empty list is the only good answer."""
    return [finding for check in CHECKS for finding in run_check(company, check)]


def run_check(company: Company, check: str) -> list[Finding]:
    """Run one check, which sees the books as they stand at one moment."""
    with connection.cursor() as cursor:
        cursor.execute(CHECKS[check], {"company": company.pk})
        return [Finding(check, tuple(row)) for row in cursor.fetchall()]
