"""One page of a list, and where the next and the previous begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from erp.ui.tables import state as names
from erp.ui.tables.keyset import Term, decode, encode, fetch
from erp.ui.tables.state import State


@dataclass(frozen=True)
class Page:
    """Rows; `first` is the number of the first one, if known. Empty addresses: there is nothing that way."""

    rows: Sequence[Any]
    first: int | None
    previous_url: str = ""
    next_url: str = ""

    @property
    def last(self) -> int | None:
        """The number of the last row."""
        return None if self.first is None else self.first + len(self.rows) - 1

    @property
    def is_all(self) -> bool:
        """Whether this page is the whole list."""
        return not self.previous_url and not self.next_url


def page_of(queryset: QuerySet[Any], terms: Sequence[Term], state: State, size: int) -> Page:
    """Return the page that the address names; the first one when its place is not of this list."""
    after = decode(terms, state.get(names.AFTER)) if state.get(names.AFTER) else None
    before = decode(terms, state.get(names.BEFORE)) if state.get(names.BEFORE) else None
    if before and not after:
        turned = [term.turned() for term in terms]
        rows = fetch(queryset, turned, before, size + 1)
        if len(rows) > size:
            shown = rows[:size][::-1]
            first = None if before.position is None else before.position - size
            return page_from(
                shown,
                terms,
                state,
                first if first and first > 0 else None,
                has_previous=True,
                has_next=True,
            )
    elif after:
        rows = fetch(queryset, terms, after, size + 1)
        if rows:
            more = len(rows) > size
            return page_from(
                rows[:size], terms, state, after.position, has_previous=True, has_next=more
            )
    rows = fetch(queryset, terms, None, size + 1)
    return page_from(rows[:size], terms, state, 1, has_previous=False, has_next=len(rows) > size)


def page_from(
    rows: Sequence[Any],
    terms: Sequence[Term],
    state: State,
    first: int | None,
    *,
    has_previous: bool,
    has_next: bool,
) -> Page:
    """Return a page with the addresses around it."""
    following = None if first is None else first + len(rows)
    return Page(
        rows,
        first,
        state.url(before=encode(terms, rows[0], first)) if has_previous else "",
        state.url(after=encode(terms, rows[-1], following)) if has_next else "",
    )
