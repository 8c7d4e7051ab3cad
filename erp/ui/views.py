"""The palette. Preferences are saved by `erp.access`, which owns the user."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from erp.ui.options import query_of
from erp.ui.pages import fragment
from erp.ui.permissions import MEMBER, declares
from erp.ui.registry import Link, search_for_request
from erp.ui.shell import shell_of


@declares(MEMBER)
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """List the actions, places and things that match what is typed."""
    text = query_of(request)
    shell = shell_of(request)
    context = {
        "actions": matching(shell.actions, text),
        "places": matching(shell.links, text),
        "found": search_for_request(request, text) if text else [],
    }
    return fragment(request, "ui/palette.html", context=context)


def matching(links: Iterable[Link], text: str) -> list[Link]:
    """Return the links that hold every word of the text."""
    words = text.casefold().split()
    return [link for link in links if all(word in str(link.label).casefold() for word in words)]
