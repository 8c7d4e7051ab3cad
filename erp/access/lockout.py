"""Who is counted by axes when a password is wrong, and the answer when there were too many."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the e-mail address that was tried, as it is counted: in log-in, and when asked again."""
    known = credentials or {}
    tried = known.get("email") or known.get("login") or request.POST.get("login", "")
    return str(tried).replace("\x00", "").strip().lower()  # No text in the database holds a NUL.


def locked_out(
    request: HttpRequest, response: object = None, credentials: object = None
) -> HttpResponse:
    """Answer 429 with a page that says how long to wait."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    context = {"minutes": seconds // 60}
    answer = render(request, "account/locked_out.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
