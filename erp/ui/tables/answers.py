"""How a view answers with a list."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from erp.ui.pages import fragment, page, wants_fragment
from erp.ui.tables.bound import BoundTable
from erp.ui.tables.export import Frame, export_table


def answer_table(
    request: HttpRequest,
    template: str,
    table: BoundTable,
    *,
    context: Mapping[str, Any] | None = None,
    frame: Frame | None = None,
) -> HttpResponseBase:
    """Answer with the page, with the table alone when htmx asks for it, or with the export.

    `frame` is what stands around the rows of an export. The page gets the table as `table` and draws it by `{% include "components/table.html" %}`.
    """
    if table.export:
        return export_table(table, frame)
    context = {"table": table, **(context or {})}
    if wants_fragment(request) and (HtmxDetails(request).target or "").endswith(f"#{table.name}"):
        return fragment(request, "components/table.html", context=context)
    return page(request, template, context=context)
