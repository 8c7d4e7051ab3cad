"""Requests as the middleware leaves them, without a server."""

from dataclasses import dataclass
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory


@dataclass(frozen=True)
class Firm:
    """What the shell shows of a company."""

    slug: str = "fjord"
    name: str = "Fjord Handel AS"
    orgnr: str = "312418088"
    colour: str = "a"


@dataclass
class Person:
    """A signed-in user."""

    theme: str = "dark"
    density: str = "compact"
    is_authenticated: bool = True

    def __str__(self) -> str:
        return "Ola Nordmann"


FIRM = Firm()


def make_request(
    path: str = "/fjord/",
    permissions: str = "",
    company: Firm | None = FIRM,
    method: str = "get",
    **data: Any,
) -> HttpRequest:
    """Return a request inside a company, by somebody with these permissions."""
    headers = data.pop("headers", {})
    request = getattr(RequestFactory(), method)(path, data, headers=headers)
    request.company = company
    request.companies = [FIRM, Firm("tind", "Tind AS", "923609016", "b")]
    request.permissions = frozenset(permissions.split())
    request.user = Person()
    request._messages = CookieStorage(request)
    return request


def from_htmx(target: str = "", **headers: str) -> dict[str, str]:
    """Return the headers that htmx 4 sends for a part of the page."""
    return {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": target, **headers}
