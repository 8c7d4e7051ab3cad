"""Writes compiled vouchers to the ledger with set-based SQL: as few statements for a thousand as for one.

Row security refuses COPY, so rows travel as arrays through `unnest`. Nothing else writes these tables.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounting.ledger.compiling import CompiledVoucher
from accounting.ledger.statements import prepared_cursor
from erp.companies.models import Company

TAKE_NUMBERS = """
    UPDATE accounting_voucherseries SET last_number = last_number + %s
    WHERE company_id = %s AND voucher_type_id = %s AND fiscal_year_id = %s RETURNING last_number
"""

INSERT_VOUCHERS = """
    INSERT INTO accounting_voucher (company_id, voucher_type_id, fiscal_year_id, number, date, period_id,
        document_date, text, document_id, stamp_number, source_key, fingerprint, reverses_id, reason, registered_by_id)
    SELECT %s, v.* , %s FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::date[], %s::bigint[], %s::date[],
        %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[]) AS v
    RETURNING id, voucher_type_id, fiscal_year_id, number
"""

INSERT_ENTRIES = """
    INSERT INTO accounting_entry (company_id, voucher_id, period_id, date, line, account_id, amount, currency,
        currency_amount, rate, rate_date, vat_code_id, vat_role, vat_rate, vat_base, vat_amount, vat_specification,
        vat_term_id, department_id, project_id, party_id, invoice_number, kid, due_date, quantity, text, free_values)
    SELECT %s, e.voucher, e.period, e.date, e.line, e.account, e.amount, e.currency, e.currency_amount, e.rate,
        e.rate_date, e.vat_code, e.vat_role, e.vat_rate, e.vat_base, e.vat_amount, e.vat_specification, e.vat_term,
        e.department, e.project, e.party, e.invoice_number, e.kid, e.due_date, e.quantity, e.text,
        e.free_values::bigint[]
    FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::int[], %s::bigint[], %s::numeric[], %s::text[],
        %s::numeric[], %s::numeric[], %s::date[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[],
        %s::numeric[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
        %s::date[], %s::numeric[], %s::text[], %s::text[])
        AS e(voucher, period, date, line, account, amount, currency, currency_amount, rate, rate_date, vat_code,
        vat_role, vat_rate, vat_base, vat_amount, vat_specification, vat_term, department, project, party,
        invoice_number, kid, due_date, quantity, text, free_values)
"""


@dataclass(frozen=True)
class Written:
    """Where a voucher ended up."""

    pk: int
    number: int


def write_vouchers(
    company: Company, vouchers: Sequence[CompiledVoucher], registered_by: int | None
) -> list[Written]:
    """Write vouchers in the order given, each with the next number of its series; returns their ids.

    Takes the series' locks last of all locks but the balances', in one order, so that posters wait for each
    other and do not meet in a deadlock.
    """
    numbers = take_numbers(company, vouchers)
    with prepared_cursor() as cursor:
        cursor.execute(
            INSERT_VOUCHERS, [company.pk, registered_by, *voucher_columns(vouchers, numbers)]
        )
        ids = {(kind, year, number): pk for pk, kind, year, number in cursor.fetchall()}
        written = [
            Written(ids[(v.voucher_type.pk, v.period.fiscal_year_id, number)], number)
            for v, number in zip(vouchers, numbers, strict=True)
        ]
        cursor.execute(INSERT_ENTRIES, [company.pk, *entry_columns(vouchers, written)])
    return written


def take_numbers(company: Company, vouchers: Sequence[CompiledVoucher]) -> list[int]:
    """Take as many numbers of each series as there are vouchers of it, and deal them out in order."""
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, voucher in enumerate(vouchers):
        places[(voucher.voucher_type.pk, voucher.period.fiscal_year_id)].append(place)
    numbers = [0] * len(vouchers)
    with prepared_cursor() as cursor:
        for (voucher_type, fiscal_year), mine in sorted(places.items()):
            cursor.execute(TAKE_NUMBERS, [len(mine), company.pk, voucher_type, fiscal_year])
            row = cursor.fetchone()
            assert row, "a voucher type has a series from the day its fiscal year opened"
            first = row[0] - len(mine) + 1
            for offset, place in enumerate(mine):
                numbers[place] = first + offset
    return numbers


def voucher_columns(
    vouchers: Sequence[CompiledVoucher], numbers: Sequence[int]
) -> list[list[object]]:
    """Return the columns of the vouchers' rows, as INSERT_VOUCHERS wants them."""
    rows = [
        (
            v.voucher_type.pk,
            v.period.fiscal_year_id,
            number,
            v.draft.date,
            v.period.pk,
            v.draft.document_date,
            v.draft.text[:255],
            v.draft.document,
            v.draft.stamp_number,
            v.draft.source_key,
            v.fingerprint,
            v.reverses,
            v.reason,
        )
        for v, number in zip(vouchers, numbers, strict=True)
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def entry_columns(
    vouchers: Sequence[CompiledVoucher], written: Sequence[Written]
) -> list[list[object]]:
    """Return the columns of all entries' rows, as INSERT_ENTRIES wants them."""
    rows = [
        (
            place.pk,
            voucher.period.pk,
            voucher.draft.date,
            e.line,
            e.account_id,
            e.amount,
            e.currency,
            e.currency_amount,
            e.rate,
            e.rate_date,
            e.vat_code_id,
            e.vat_role,
            e.vat_rate,
            e.vat_base,
            e.vat_amount,
            e.vat_specification,
            e.vat_term_id,
            e.department_id,
            e.project_id,
            e.party_id,
            e.invoice_number,
            e.kid,
            e.due_date,
            e.quantity,
            e.text,
            "{" + ",".join(map(str, e.free_values)) + "}",
        )
        for voucher, place in zip(vouchers, written, strict=True)
        for e in voucher.entries
    ]
    return [list(column) for column in zip(*rows, strict=True)]
