"""The part of a company's books that a set of drafts is judged by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.utils.translation import gettext as _

from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.master import Master, master_of
from accounting.ledger.models import DimensionValue, Period
from accounting.ledger.periods import NoSuchPeriod, fiscal_year_of, open_year_when_needed
from accounting.ledger.statements import prepared_cursor
from accounting.vat.models import VatTerm
from accounting.vat.terms import open_vat_term_of
from crm.models import Party
from erp.companies.models import Company
from erp.dates import format_date
from erp.errors import Problem

M = TypeVar("M", bound=models.Model)
VALUES = """
    SELECT id, dimension_id, code, name, is_active FROM accounting_dimensionvalue
    WHERE company_id = %s AND (code = ANY (%s::text[]) OR id = ANY (%s::bigint[]))
"""
PARTIES = """
    SELECT id, name, customer_number, supplier_number, employee_number, is_group_company,
        customer_terms_days, supplier_terms_days, is_active
    FROM crm_party
    WHERE company_id = %s AND id = ANY (%s::bigint[])
"""


@dataclass(frozen=True)
class Books:
    """Master data, and the parties and dimension values that the drafts name."""

    company: Company
    master: Master
    values: dict[tuple[int, str], DimensionValue]
    defaults: dict[int, DimensionValue]
    parties: dict[int, Party]

    def period(self, day: date) -> Period:
        """Return the period of a day, which `load_books` has opened."""
        period = self.master.period(day)
        assert period, f"the fiscal year of {day} is open"
        return period

    def term(self, day: date) -> VatTerm:
        """Return the VAT term of a day, which `load_books` has opened."""
        term = self.master.term(day)
        assert term, f"the VAT term of {day} is open"
        return term


def load_books(company: Company, drafts: Sequence[VoucherDraft]) -> Books:
    """Load what these drafts name. The next fiscal year and VAT term open by themselves when first needed.

    Raises: NoSuchPeriod.
    """
    lines = [line for draft in drafts for line in draft.lines]
    party_ids = {line.party for line in lines if line.party is not None}
    codes: set[str] = set()
    for line in lines:
        codes.update(
            code for code in (line.department, line.project, *line.dimensions.values()) if code
        )
    refuse_far_terms(master_of(company), drafts)
    master = master_for_days(
        company, {d.date for d in drafts}, {d.vat_term_date or d.date for d in drafts}
    )
    defaults = default_values(master, {line.account for line in lines})
    values = named_rows(DimensionValue, VALUES, company, codes, defaults)
    parties = named_rows(Party, PARTIES, company, party_ids)
    return Books(
        company=company,
        master=master,
        values={(value.dimension_id, value.code): value for value in values},
        defaults={value.pk: value for value in values if value.pk in defaults},
        parties={party.pk: party for party in parties},
    )


def refuse_far_terms(master: Master, drafts: Sequence[VoucherDraft]) -> None:
    """Refuse a VAT term so far off that its year must be a slip. Raises: NoSuchPeriod, at `vat_term_date`."""
    message = _(
        "The VAT term of %(day)s is more than a year from the voucher's date, and its fiscal year is not open. "
        "Check the year."
    )
    for draft in drafts:
        chosen = draft.vat_term_date
        if chosen and not master.may_have_term(chosen, draft.date):
            problem = Problem(message % {"day": format_date(chosen)}, "vat_term_date")
            raise NoSuchPeriod(problem)


def default_values(master: Master, numbers: set[str]) -> set[int]:
    """Return the ids of the values that accounts, by their numbers, give to lines that say nothing."""
    if not master.rules:
        return set()
    accounts = [master.accounts[number] for number in numbers if number in master.accounts]
    return {
        rule.default_value_id
        for account in accounts
        for rule in master.rules.get(account.pk, ())
        if rule.default_value_id is not None
    }


def named_rows(
    model: type[M], statement: str, company: Company, *wanted: Collection[object]
) -> list[M]:
    """Return the rows that drafts name, with the columns that posting looks at; others load when asked for."""
    if not any(wanted):
        return []
    with prepared_cursor() as cursor:
        cursor.execute(statement, [company.pk, *map(list, wanted)])
        names = [column.name for column in cursor.description]
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in cursor.fetchall()]


def master_for_days(company: Company, days: set[date], term_days: set[date]) -> Master:
    """Return the master data with a period for each day and a VAT term for each term day."""
    master = master_of(company)
    no_period = sorted(day for day in days if master.period(day) is None)
    no_term = sorted(day for day in term_days if master.term(day) is None)
    start_month = company.fiscal_year_start_month
    for _year, day in sorted(
        {fiscal_year_of(day, start_month)[0]: day for day in no_period}.items()
    ):
        open_year_when_needed(company, day)
    for day in no_term:
        open_vat_term_of(company, day)
    return master_of(company) if no_period or no_term else master
