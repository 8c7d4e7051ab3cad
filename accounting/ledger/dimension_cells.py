"""The cells of a line for free dimensions (frie dimensjoner): one, with look-up, for each that the company has in use.

A cell goes by the dimension's id, since a code may hold any sign; what is typed in it is a value's code, with or
without the name behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounting.ledger.models import Dimension


@dataclass(frozen=True)
class DimensionCell:
    """A cell as a template draws it."""

    name: str
    dimension: Dimension
    typed: str
    error: str

    @property
    def query(self) -> str:
        """What the address of the look-up is asked."""
        return f"?dimension={self.dimension.pk}"


def cell_name(dimension: Dimension) -> str:
    """Return what the cell of a dimension is called."""
    return f"dimension_{dimension.pk}"


def cell_names(dimensions: Iterable[Dimension]) -> tuple[str, ...]:
    """Return what the cells of dimensions are called."""
    return tuple(cell_name(dimension) for dimension in dimensions)


def cells_of(
    dimensions: Iterable[Dimension], typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[DimensionCell]:
    """Return the cells of a line with what is typed in them and what is wrong with it."""
    return [
        DimensionCell(name, dimension, typed.get(name, ""), errors.get(name, ""))
        for dimension in dimensions
        for name in [cell_name(dimension)]
    ]


def typed_values(dimensions: Iterable[Dimension], typed: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of the values that are typed, by the codes of their dimensions."""
    codes = {d.code: code_of(typed.get(cell_name(d), "")) for d in dimensions}
    return {dimension: code for dimension, code in codes.items() if code}


def code_of(typed: str) -> str:
    """Return the code at the beginning of what was typed or chosen.

    >>> code_of(" EL12  Varebil"), code_of(" ")
    ('EL12', '')
    """
    return next(iter(typed.split()), "")


def cell_of_problem(dimensions: Sequence[Dimension], field: str) -> str:
    """Return the cell of a line for the ledger's field of it: "dimensions.BIL" or "account"."""
    first, _dot, code = field.partition(".")
    named = {dimension.code: cell_name(dimension) for dimension in dimensions}
    return named.get(code, first) if first == "dimensions" else first
