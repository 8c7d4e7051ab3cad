"""The lines of the voucher page: what was typed, what it means, and what is wrong with it, cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.dimension_cells import (
    DimensionCell,
    cell_names,
    cells_of,
    code_of,
    typed_values,
)
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Dimension
from erp.dates import parse_date
from erp.money import format_amount, parse_amount

ZERO = Decimal("0.00")
TARGET = re.compile(r"^\s*(\d{3,20})(?:\s+(\d{1,12})\b)?")
CELLS = (
    "account",
    "text",
    "vat_code",
    "department",
    "project",
    "debit",
    "credit",
    "invoice_number",
    "due_date",
    "kid",
)
DETAILS = ("invoice_number", "due_date", "kid")
BLANK_LINES = 4
MOST_LINES = 500
LONGEST_COUNT = 6


@dataclass
class TypedLine:
    """A line as it stands in the form. `errors` go by cell; `vat` is what the check has computed for it.

    `is_completed` tells that its account was typed as a bare number and has been named; `free` are the free
    dimensions that it has cells for.
    """

    number: int
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    vat: str = ""
    party: int | None = None
    party_text: str = ""
    is_completed: bool = False
    free: Sequence[Dimension] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that counts was typed; a default VAT code alone does not."""
        return not any(self.typed[cell] for cell in ("account", "text", "debit", "credit"))

    @property
    def target(self) -> tuple[str, str]:
        """The account number and, behind it, the number of the party: "2400 20188 Tryggfjord"."""
        match = TARGET.match(self.typed["account"])
        return (match[1], match[2] or "") if match else ("", "")

    @property
    def has_details(self) -> bool:
        """Whether the row of details below the line holds anything."""
        return any(
            self.typed[cell] or cell in self.errors for cell in (*DETAILS, *cell_names(self.free))
        )

    @property
    def dimension_cells(self) -> list[DimensionCell]:
        """The cells of the free dimensions."""
        return cells_of(self.free, self.typed, self.errors)

    def amount(self) -> Decimal:
        """Return debit less credit; an unreadable amount is an error in its cell and counts as nothing."""
        return self._read("debit") - self._read("credit")

    def _read(self, cell: str) -> Decimal:
        text = self.typed[cell]
        if not text.strip():
            return ZERO
        try:
            return parse_amount(text)
        except ValueError as error:
            self.errors[cell] = str(error)
            return ZERO

    def _check_amount(self, amount: Decimal) -> None:
        """Say what is wrong with an amount that can be read: on both sides, or nothing in whole øre."""
        sides = [cell for cell in ("debit", "credit") if self.typed[cell].strip()]
        if not sides or any(cell in self.errors for cell in sides):
            return
        if len(sides) > 1:
            self.errors["credit"] = _(
                "A line has its amount in debit or in credit. Use a line for each."
            )
        elif not amount:
            self.errors[sides[0]] = _("The amount is nothing in whole øre. Write 0,01 or more.")

    def due_date(self, today: date, year: int) -> date | None:
        """Return the due date; an unreadable one is an error in its cell."""
        text = self.typed["due_date"]
        if not text.strip():
            return None
        try:
            return parse_date(text, today=today, year=year)
        except ValueError as error:
            self.errors["due_date"] = str(error)
            return None

    def draft_line(
        self, *, currency: str, rate: Decimal | None, today: date, year: int
    ) -> DraftLine:
        """Return the line as the ledger takes it."""
        amount = self.amount()
        self._check_amount(amount)
        foreign = currency != "NOK"
        return DraftLine(
            account=self.target[0],
            amount=None if foreign else amount,
            text=self.typed["text"].strip(),
            vat_code=self.typed["vat_code"].strip() or None,
            department=code_of(self.typed["department"]) or None,
            project=code_of(self.typed["project"]) or None,
            dimensions=typed_values(self.free, self.typed),
            party=self.party,
            invoice_number=self.typed["invoice_number"].strip(),
            kid=self.typed["kid"].replace(" ", ""),
            due_date=self.due_date(today, year),
            currency=currency,
            currency_amount=amount if foreign else None,
            rate=rate if foreign else None,
        )


def typed_lines(data: Mapping[str, str], free: Sequence[Dimension]) -> list[TypedLine]:
    """Read the lines of a posted form; a form without any has its blank ones."""
    told = data.get("lines", "0")[:LONGEST_COUNT]
    count = int(told) if told.isdecimal() else 0
    lines = [
        TypedLine(number, read_cells(data, number, (*CELLS, *cell_names(free))), free=free)
        for number in range(min(count, MOST_LINES))
    ]
    return lines or blank_lines(free)


def read_cells(data: Mapping[str, str], number: int, cells: Sequence[str]) -> dict[str, str]:
    """Return what was typed in the cells of a line."""
    return {cell: read_cell(data, f"{cell}-{number}") for cell in cells}


def read_cell(data: Mapping[str, str], name: str) -> str:
    """Return what was typed, without the one character that no text in the database can hold."""
    return data.get(name, "").replace("\x00", "")


def blank_lines(free: Sequence[Dimension], count: int = BLANK_LINES) -> list[TypedLine]:
    """Return empty lines to type in."""
    cells = (*CELLS, *cell_names(free))
    return [TypedLine(number, dict.fromkeys(cells, ""), free=free) for number in range(count)]


def difference_text(difference: Decimal, lines: list[TypedLine]) -> str:
    """Say what is missing, and on which side."""
    if not any(line.amount() for line in lines):
        return _("No amount is typed yet")
    if not difference:
        return _("The voucher balances")
    missing = {"amount": format_amount(abs(difference))}
    if difference > 0:
        return _("%(amount)s is missing in credit") % missing
    return _("%(amount)s is missing in debit") % missing
