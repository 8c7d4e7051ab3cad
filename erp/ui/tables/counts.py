"""How many rows a list has: exactly up to ten thousand, above that what PostgreSQL's planner believes."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

CEILING = 10_000
DIGITS = 3


@dataclass(frozen=True)
class Count:
    """A number of rows, and whether it is exact."""

    number: int
    exact: bool


def count_of(queryset: QuerySet[Any], ceiling: int = CEILING) -> Count:
    """Count rows, but never more than `ceiling` of them; the cost does not grow with the table."""
    found = queryset.order_by()[: ceiling + 1].count()
    if found <= ceiling:
        return Count(found, exact=True)
    return Count(max(ceiling, rounded(planned_rows(queryset))), exact=False)


def planned_rows(queryset: QuerySet[Any]) -> int:
    """Return the planner's estimate from its statistics."""
    plan = json.loads(queryset.order_by().explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def rounded(number: int) -> int:
    """Round an estimate to three digits, so that it does not look like a count."""
    return round(number, DIGITS - len(str(number)))
