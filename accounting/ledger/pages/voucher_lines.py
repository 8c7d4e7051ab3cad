"""The lines of the voucher page: what was typed, what it means, and what is wrong with it, cell by cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.drafts import DraftLine
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
    "dimensions",
)
BLANK_LINES = 4
MOST_LINES = 500
LONGEST_COUNT = 6


@dataclass
class TypedLine:
    """A line as it stands in the form. `errors` go by cell; `vat` is what the check has computed for it.

    `is_completed` tells that its account was typed as a bare number and has been named.
    """

    number: int
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    vat: str = ""
    party: int | None = None
    party_text: str = ""
    is_completed: bool = False

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
            self.typed[cell] or cell in self.errors
            for cell in ("invoice_number", "due_date", "kid", "dimensions")
        )

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

    def dimensions(self) -> dict[str, str]:
        """Return free dimensions typed as "KAM=V26 BIL=7"."""
        pairs = [part.partition("=") for part in self.typed["dimensions"].split()]
        if any(not code or not value for code, _sign, value in pairs):
            self.errors["dimensions"] = _("Write free dimensions as CODE=VALUE.")
            return {}
        return {code: value for code, _sign, value in pairs}

    def draft_line(
        self, *, currency: str, rate: Decimal | None, today: date, year: int
    ) -> DraftLine:
        """Return the line as the ledger takes it."""
        amount = self.amount()
        foreign = currency != "NOK"
        return DraftLine(
            account=self.target[0],
            amount=None if foreign else amount,
            text=self.typed["text"].strip(),
            vat_code=self.typed["vat_code"].strip() or None,
            department=self.typed["department"].split(" ")[0] or None,
            project=self.typed["project"].split(" ")[0] or None,
            dimensions=self.dimensions(),
            party=self.party,
            invoice_number=self.typed["invoice_number"].strip(),
            kid=self.typed["kid"].replace(" ", ""),
            due_date=self.due_date(today, year),
            currency=currency,
            currency_amount=amount if foreign else None,
            rate=rate if foreign else None,
        )


def typed_lines(data: Mapping[str, str]) -> list[TypedLine]:
    """Read the lines of a posted form; a form without any has its blank ones."""
    told = data.get("lines", "0")[:LONGEST_COUNT]
    count = int(told) if told.isdecimal() else 0
    lines = [
        TypedLine(number, {cell: read_cell(data, f"{cell}-{number}") for cell in CELLS})
        for number in range(min(count, MOST_LINES))
    ]
    return lines or blank_lines()


def read_cell(data: Mapping[str, str], name: str) -> str:
    """Return what was typed, without the one character that no text in the database can hold."""
    return data.get(name, "").replace("\x00", "")


def blank_lines(start: int = 0, count: int = BLANK_LINES) -> list[TypedLine]:
    """Return empty lines to type in."""
    return [TypedLine(number, dict.fromkeys(CELLS, "")) for number in range(start, start + count)]


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
