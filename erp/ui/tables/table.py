"""What a table is, once for all requests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.ui.requests import Label
from erp.ui.tables.bound import BoundTable, Parts, Totals
from erp.ui.tables.columns import Column
from erp.ui.tables.filters import Filter


@dataclass(frozen=True)
class Table:
    """A list: its columns, filters and looks.

    `name` is the DOM id. `default_sort` is a column's name, "-" before it turns it. `url` is the address of a row
    (Enter opens it). `bulk_template` has the buttons of the bulk bar, which post the chosen ids as `selected`;
    without it no row can be chosen. `actions_template` stands at the end of the filter bar. `group` names what a row
    belongs to: rows that follow each other in one group get a heading and sums. Without `export_menu` the page itself has the links of the export.
    """

    name: str
    caption: Label
    columns: tuple[Column, ...]
    default_sort: str = ""
    filters: tuple[Filter, ...] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_label: Label = _("Search in the list")
    url: Callable[[Any], str] | None = None
    row_label: Callable[[Any], str] = str
    bulk_template: str = ""
    actions_template: str = ""
    empty_title: Label = _("Nothing here yet")
    empty_text: Label = ""
    empty_icon: str = "inbox"
    page_size: int = 50
    prefix: str = ""
    tall: bool = True
    group: Callable[[Any], Label] | None = None
    export_menu: bool = True

    def bind(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        totals: Totals | None = None,
        parts: Parts = (),
    ) -> BoundTable:
        """Return the table of one request over a queryset that is already narrowed to the company.

        `totals` are sums by column name, or a function of the filtered queryset that returns them; without it the
        columns with `total` are summed, as long as the rows are few enough to be counted. `parts` are rows of sums
        with names of their own, such as balance and result, above the totals.
        """
        return BoundTable(self, request, queryset, totals, parts)

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)
