"""The answer when too many wrong passwords have come from one address for one user."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, response: object = None, credentials: object = None
) -> HttpResponse:
    """Answer 429 with a page that says how long to wait."""
    return render(request, "account/locked_out.html", status=429)
