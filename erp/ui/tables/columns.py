"""Columns: what a table shows of a row, and what it exports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone

from erp.dates import format_date
from erp.money import format_amount
from erp.ui.requests import Label


class Kind(StrEnum):
    """What a column holds; it decides alignment, format and type in the export."""

    TEXT = "text"
    CODE = "code"  # numbers that are names: account, voucher, organisation number
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    MOMENT = "moment"


CSS = {
    Kind.TEXT: "",
    Kind.CODE: "tnum",
    Kind.NUMBER: "num",
    Kind.AMOUNT: "num",
    Kind.DATE: "tnum",
    Kind.MOMENT: "tnum",
}


@dataclass(frozen=True)
class Column:
    """One column.

    `value` is a path from the row ("party.name") or a function of it, and the name when it is left out. `sort` names
    the database fields to sort by; a column without cannot be sorted. `total` names the field to sum in the foot.
    `template` draws the cell (it gets `row` and `cell`); `export` replaces the value in CSV and XLSX.
    """

    name: str
    label: Label
    kind: Kind = Kind.TEXT
    value: str | Callable[[Any], Any] = ""
    sort: tuple[str, ...] = ()
    total: str = ""
    link: Callable[[Any], str] | None = None
    template: str = ""
    export: Callable[[Any], Any] | None = None
    css: str = ""
    on_screen: bool = True
    in_export: bool = True

    @property
    def classes(self) -> str:
        """The CSS classes of the column's cells."""
        return " ".join(filter(None, [CSS[self.kind], self.css]))

    @property
    def is_number(self) -> bool:
        """Whether the column is aligned to the right."""
        return self.kind in (Kind.NUMBER, Kind.AMOUNT)

    def value_of(self, row: Any) -> Any:
        """Return the row's raw value."""
        if callable(self.value):
            return self.value(row)
        for name in (self.value or self.name).split("."):
            row = getattr(row, name, None)
            if row is None:
                return None
        return row

    def export_of(self, row: Any) -> Any:
        """Return what the export writes for the row."""
        return self.export(row) if self.export else self.value_of(row)

    def text(self, value: Any) -> str:
        """Return a raw value as people read it."""
        if value is None:
            return ""
        if self.kind == Kind.AMOUNT and isinstance(value, Decimal):
            return format_amount(value)
        if self.kind == Kind.NUMBER and isinstance(value, int):
            return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")
        if isinstance(value, datetime):
            value = local(value)
            day = format_date(value.date())
            return f"{day} {value:%H:%M}" if self.kind == Kind.MOMENT else day
        return format_date(value) if isinstance(value, date) else str(value)


def local(moment: datetime) -> datetime:
    """Return a moment in the time of the place, without a zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
