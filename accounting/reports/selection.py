"""What a report is about: periods of one fiscal year, and values of dimensions."""

from dataclasses import dataclass

from django.db.models import Q

from accounting.ledger.models import DimensionKind, DimensionValue, Period


@dataclass(frozen=True)
class Selection:
    """From and to a period, both inclusive, of the same fiscal year; values narrow to entries that carry them."""

    first: Period
    last: Period
    values: tuple[DimensionValue, ...] = ()

    @property
    def from_entries(self) -> bool:
        """Whether kept balances cannot answer, since a free dimension is asked for."""
        return any(value.dimension.kind == DimensionKind.FREE for value in self.values)

    def in_range(self, path: str = "") -> Q:
        """Return the condition that a row's period is within the selection; `path` leads to the row."""
        return Q(
            **{
                f"{path}period__start__gte": self.first.start,
                f"{path}period__end__lte": self.last.end,
            }
        )

    def before(self, path: str = "") -> Q:
        """Return the condition that a row's period comes before the selection."""
        return Q(**{f"{path}period__end__lt": self.first.start})

    def narrowed(self, path: str = "") -> Q:
        """Return the condition that a row carries all chosen values."""
        condition = Q()
        for value in self.values:
            if value.dimension.kind == DimensionKind.FREE:
                condition &= Q(**{f"{path}free_values__contains": [value.pk]})
            else:
                condition &= Q(**{f"{path}{value.dimension.kind}": value})
        return condition
