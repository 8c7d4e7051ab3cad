"""A table in one request: what the template asks for. Every query is made once, when first asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from erp.ui.requests import Label
from erp.ui.tables import keyset, state
from erp.ui.tables.columns import Column, Kind
from erp.ui.tables.counts import Count, count_of
from erp.ui.tables.filters import Chip
from erp.ui.tables.groups import Foot, FootCell, Section, foot_cells, sections_of
from erp.ui.tables.pages import Page, page_of
from erp.ui.tables.state import State

if TYPE_CHECKING:
    from erp.ui.tables.table import Table

Parts = Sequence[tuple[Label, Mapping[str, Any]]]
Totals = Mapping[str, Any] | Callable[[QuerySet[Any]], Mapping[str, Any]]
DOWN_FIRST = (Kind.DATE, Kind.MOMENT, Kind.AMOUNT)


@dataclass(frozen=True)
class Header:
    """A column's head; `url` sorts by it, `direction` is its aria-sort."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """A finished cell."""

    column: Column
    value: Any
    text: str
    url: str


@dataclass(frozen=True)
class Row:
    """A finished row; `object` is the model's, for templates that draw more."""

    object: Any
    key: Any
    label: str
    url: str
    cells: tuple[Cell, ...]
    ore: int | None


class BoundTable:
    """See the module."""

    def __init__(
        self,
        table: "Table",
        request: HttpRequest,
        queryset: QuerySet[Any],
        totals: Totals | None = None,
        parts: Parts = (),
    ) -> None:
        self.table = table
        self.request = request
        self.state = State.of(request, table.prefix)
        self._unfiltered = queryset
        self._totals = totals
        self._parts = parts

    @property
    def name(self) -> str:
        """The DOM id of the table."""
        return self.table.name

    @property
    def csrf_token(self) -> str:
        """The token for the form of the bulk bar."""
        return get_token(self.request)

    # --- What is shown ---

    @cached_property
    def sort(self) -> tuple[Column | None, bool]:
        """The column that the list is sorted by, and whether downwards."""
        for text in (self.state.get(state.SORT), self.table.default_sort):
            column = self.table.column(text.removeprefix("-"))
            if column and column.sort:
                return column, text.startswith("-")
        return None, True

    @cached_property
    def terms(self) -> list[keyset.Term]:
        """The fields of the sort, ended by the primary key."""
        column, down = self.sort
        return keyset.terms_of(self.queryset, column.sort if column else (), descending=down)

    @cached_property
    def queryset(self) -> QuerySet[Any]:
        """All rows that pass the filters and the search."""
        queryset = self._unfiltered
        for each in self.table.filters:
            queryset = each.apply(self.request, self.state, queryset)
        if self.table.search and self.search_text:
            queryset = self.table.search(queryset, self.search_text)
        return queryset

    @cached_property
    def page(self) -> Page:
        """The rows of this page, and the places before and after it."""
        return page_of(self.queryset, self.terms, self.state, self.table.page_size)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page, finished."""
        return [self._row(each) for each in self.page.rows]

    @cached_property
    def count(self) -> Count:
        """How many rows pass the filters."""
        if self.page.is_all:
            return Count(len(self.page.rows), exact=True)
        return count_of(self.queryset)

    @property
    def columns(self) -> list[Column]:
        """The columns on the screen."""
        return [column for column in self.table.columns if column.on_screen]

    @cached_property
    def headers(self) -> list[Header]:
        """The heads of the columns."""
        current, down = self.sort
        headers = []
        for column in self.columns:
            is_current = column is current
            turn = not down if is_current else column.kind in DOWN_FIRST
            url = (
                self.state.url(sort=f"-{column.name}" if turn else column.name)
                if column.sort
                else ""
            )
            direction = ("descending" if down else "ascending") if is_current else ""
            headers.append(Header(column, url, direction))
        return headers

    # --- Filters, search, export ---

    @cached_property
    def search_text(self) -> str:
        """What is searched for."""
        return self.state.get(state.SEARCH)[:200]

    @property
    def has_search(self) -> bool:
        """Whether there is a search field."""
        return self.table.search is not None

    @property
    def search_name(self) -> str:
        """The name of the search parameter."""
        return self.state.name(state.SEARCH)

    @property
    def search_url(self) -> str:
        """The address that the search field asks."""
        return self.state.url(q=None)

    @property
    def search_hidden(self) -> list[tuple[str, str]]:
        """What the search form sends along."""
        return self.state.hidden(state.SEARCH)

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters."""
        return [each.chip(self.request, self.state) for each in self.table.filters]

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or the search leaves rows out."""
        return bool(self.search_text) or any(chip.text for chip in self.chips)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing above the list but, on phones, its sorting."""
        table = self.table
        return not (table.search or table.filters or table.actions_template or table.export_menu)

    @property
    def clear_url(self) -> str:
        """The address without filters and search."""
        names = [name for chip in self.chips for name, *_ in chip.fields]
        own = {name.removeprefix(self.state.prefix) for name in names} | {
            chip.name for chip in self.chips
        }
        return self.state.url(**dict.fromkeys(own | {state.SEARCH}))

    @property
    def export(self) -> str:
        """The kind of export that the address asks for: csv, xlsx or nothing."""
        kind = self.state.get(state.EXPORT)
        return kind if kind in ("csv", "xlsx") else ""

    @property
    def csv_url(self) -> str:
        """The address of the export as CSV."""
        return self.state.url(export="csv")

    @property
    def xlsx_url(self) -> str:
        """The address of the export as XLSX."""
        return self.state.url(export="xlsx")

    # --- The foot ---

    @cached_property
    def totals(self) -> Mapping[str, Any]:
        """Sums by column name; empty when there are none, or too many rows to add up."""
        if callable(self._totals):
            return self._totals(self.queryset)
        if self._totals is not None:
            return self._totals
        sums = {f"sum_{column.name}": Sum(column.total) for column in self.columns if column.total}
        if not sums or not self.count.exact or not self.page.rows:
            return {}
        found = self.queryset.order_by().aggregate(**sums)
        return {name.removeprefix("sum_"): value for name, value in found.items()}

    @cached_property
    def foot(self) -> tuple[FootCell, ...]:
        """The cells of the totals row; the first spans what stands before the first sum."""
        return foot_cells(self.columns, self.totals)

    @cached_property
    def feet(self) -> list[Foot]:
        """The rows of sums at the end: those that the page gave names, and the totals last."""
        named = [Foot(label, foot_cells(self.columns, sums)) for label, sums in self._parts]
        return [foot for foot in [*named, Foot(_("Sum"), self.foot)] if foot.cells]

    @cached_property
    def sections(self) -> list[Section]:
        """The rows by group, where all rows of every group are on the page."""
        return sections_of(self.rows, self.columns, self.table.group if self.page.is_all else None)

    def _row(self, each: Any) -> Row:
        url = self.table.url(each) if self.table.url else ""
        cells = []
        ore = None
        for at, column in enumerate(self.columns):
            value = column.value_of(each)
            link = column.link(each) if column.link else (url if at == 0 else "")
            cells.append(Cell(column, value, column.text(value), link))
            if column.total and isinstance(value, Decimal) and ore is None:
                ore = int(value.scaleb(2))
        return Row(each, each.pk, self.table.row_label(each), url, tuple(cells), ore)
