"""Health answers: `/healthz` (the process lives) and `/readyz` (all that a request needs answers).

They stand before every other middleware, so that no host check, session or company is needed. An answer names
parts, never what is wrong with them: anybody may ask.
"""

import logging
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.connection import Connection
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


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
    database = database_answers()
    parts = {
        "database": database,
        "migrations": database and migrated(),
        "broker": broker_answers(),
        "files": files_writable(),
    }
    if not all(parts.values()):
        logger.warning("not ready: %s", ", ".join(name for name, well in parts.items() if not well))
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def database_answers() -> bool:
    """Ask the database for one row; a connection that is broken is made anew the next time."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return False
    return True


_migrated: set[str] = set()  # Databases that have been found to have all migrations of this code.


def migrated() -> bool:
    """Tell whether the database has every migration that this code knows; it may be ahead of the code.

    Once it has them it keeps them, so that a process looks no more after that.
    """
    database = str(connection.settings_dict["NAME"])
    if database not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(database)
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
    """Tell whether a file can be written in the storage folder, which is made if need be."""
    folder = settings.STORAGE_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"?")
    except OSError:
        return False
    return True
