"""Health answers: `/healthz` (the process lives) and `/readyz` (database, broker and files answer).

They stand before every other middleware, so that no host check, session or company is needed.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.connection import Connection
from kombu.exceptions import OperationalError


class HealthMiddleware:
    """Answers the two health addresses and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return ready()
        return self.get_response(request)


def ready() -> HttpResponse:
    """Answer 200 when all that a request needs is there, else 503 with what is missing."""
    parts = {"database": database_answers(), "broker": broker_answers(), "files": files_writable()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def database_answers() -> bool:
    """Ask the database for one row."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def broker_answers() -> bool:
    """Open a connection to the broker, with a short patience."""
    try:
        with Connection(settings.BROKER_URL, connect_timeout=2) as broker:  # type: ignore[no-untyped-call]
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def files_writable() -> bool:
    """Make the storage folder if need be."""
    try:
        settings.STORAGE_FOLDER.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True
