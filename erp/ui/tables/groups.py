"""Rows that belong together, such as the accounts of a class: a heading above them and their sums below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from erp.ui.requests import Label
from erp.ui.tables.columns import Column, Kind

if TYPE_CHECKING:
    from erp.ui.tables.bound import Row


@dataclass(frozen=True)
class FootCell:
    """A cell of a row of sums."""

    text: str
    css: str = ""
    label: Label = ""
    span: int = 1


@dataclass(frozen=True)
class Foot:
    """A row of sums with its name; the first cell spans what stands before the first sum."""

    label: Label
    cells: tuple[FootCell, ...]


@dataclass(frozen=True)
class Section:
    """Rows under a heading; without groups there is one section, and it has neither heading nor sums."""

    label: Label
    rows: Sequence["Row"]
    foot: tuple[FootCell, ...] = ()


def foot_cells(columns: Sequence[Column], sums: Mapping[str, Any]) -> tuple[FootCell, ...]:
    """Return the cells of a row of sums by column name; none when there is no sum but in the first column."""
    values = [sums.get(column.name) for column in columns]
    first = next((at for at, value in enumerate(values) if value is not None), 0)
    if not first:
        return ()
    shown = zip(columns[first:], values[first:], strict=True)
    return (
        FootCell("", span=first),
        *(
            FootCell(column.text(value), column.classes, "" if value is None else column.label)
            for column, value in shown
        ),
    )


def sections_of(
    rows: Sequence["Row"], columns: Sequence[Column], group: Callable[[Any], Label] | None
) -> list[Section]:
    """Return rows that follow each other in the same group as a section with the sums of its amounts."""
    if group is None:
        return [Section("", rows)]
    return [
        Section(label, members, foot_cells(columns, sums_of(members, columns)))
        for label, found in groupby(rows, lambda row: str(group(row.object)))
        for members in [list(found)]
    ]


def sums_of(rows: Sequence["Row"], columns: Sequence[Column]) -> dict[str, Decimal]:
    """Return the sums of the amount columns of some rows."""
    return {
        column.name: sum(
            (column.value_of(row.object) or Decimal("0.00") for row in rows), Decimal("0.00")
        )
        for column in columns
        if column.kind == Kind.AMOUNT
    }
