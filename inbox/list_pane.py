"""The left pane of the inbox: which part of the list its address names, and the addresses that lead on from there."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from erp.access.requests import CompanyRequest
from inbox.models import Document
from inbox.queries.documents import count_by_tab
from inbox.queries.listing import DocumentPage, Place, page_of_documents

LONGEST = 60


def place_of(request: CompanyRequest, tab: str) -> Place:
    """Return the place that an address names; what it cannot be is left out."""
    params = request.GET
    text = params.get("q", "").replace("\x00", "").strip()[:LONGEST]
    return Place(tab, text, below=stamp_in(params, "below"), above=stamp_in(params, "above"))


def stamp_in(params: QueryDict, name: str) -> int | None:
    """Return a stamp number of the address."""
    text = params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def query_of(place: Place, **changes: int) -> str:
    """Return what of an address leads to a place: the tab only where it is not the first."""
    names: dict[str, object] = {"tab": "" if place.tab == "new" else place.tab, "q": place.text}
    names |= changes if changes else {"below": place.below, "above": place.above}
    kept = {name: value for name, value in names.items() if value not in {None, ""}}
    return f"?{urlencode(kept)}" if kept else ""


def list_context(
    request: CompanyRequest, tab: str, current: Document | None = None
) -> dict[str, Any]:
    """Return the list of the left pane, with the neighbours of the document that is open: the first if none is said."""
    place = place_of(request, tab)
    page = page_of_documents(request.company, place, current)
    current = current or next(iter(page.documents), None)
    counts = count_by_tab(request.company)
    return neighbours(page, current) | {
        "documents": page.documents,
        "list": page,
        "tab": tab,
        "text": place.text,
        "counts": counts,
        "counts_of_tab": page.found if place.text else counts[tab],
        "list_last": page.first + len(page.documents) - 1 if page.first else None,
        "list_query": query_of(place),
        "clear_url": reverse("inbox", args=[request.company.slug]) + query_of(Place(tab)),
        "newer_query": query_of(place, above=page.documents[0].stamp_number) if page.newer else "",
        "older_query": query_of(place, below=page.documents[-1].stamp_number) if page.older else "",
        "shown_pane": "list",
        "current": current,
        "nav": "inbox",
    }


def neighbours(page: DocumentPage, current: Document | None) -> dict[str, Any]:
    """Return the documents before and after the one that is open, also on the pages beside this one."""
    rows = [page.newer, *page.documents, page.older]
    at = next((i for i, row in enumerate(rows) if current and row and row.pk == current.pk), 0)
    is_shown = 0 < at < len(rows) - 1
    return {
        "previous": rows[at - 1] if is_shown else None,
        "next": rows[at + 1] if is_shown else None,
        "is_listed": is_shown,
        "place": page.first + at - 1 if is_shown and page.first else None,
    }
