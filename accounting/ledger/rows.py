"""The row of an entry, as it is written: the one place that knows its columns and their order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class EntryRow:
    """An entry before it is written; the names are the columns. Units: kroner, debit positive."""

    line: int
    account_id: int
    amount: Decimal
    currency: str
    currency_amount: Decimal
    rate: Decimal
    rate_date: date | None
    vat_code_id: int | None = None
    vat_role: str = ""
    vat_rate: Decimal | None = None
    vat_base: Decimal | None = None
    vat_amount: Decimal | None = None
    vat_specification: str = ""
    vat_term_id: int | None = None
    department_id: int | None = None
    project_id: int | None = None
    free_values: tuple[int, ...] = ()
    party_id: int | None = None
    invoice_number: str = ""
    kid: str = ""
    due_date: date | None = None
    quantity: Decimal | None = None
    text: str = ""
