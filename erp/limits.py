"""How large a request may be: what is larger is refused before its body is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestLimitMiddleware:
    """Answers 413 to a request that says it is larger than REQUEST_LIMIT_MB.

    One that does not say how large it is has no body for Django. A single file has a limit of its own
    (`erp.files.actions`), and the proxy of `deploy/` refuses the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit: int = settings.REQUEST_LIMIT_MB
        if length.isdecimal() and int(length) > limit * 1024 * 1024:
            return render(request, "413.html", {"limit": limit}, status=413)
        return self.get_response(request)
