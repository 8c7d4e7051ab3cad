"""The ledger's few statements that are sent again and again: PostgreSQL parses and plans them once a connection.

Django binds values into the text of each statement, which is then new every time. Here they travel beside it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class AloneCursor(CursorWrapper):
    """Sends a statement alone, as only one can be prepared.

    Within a request the history's wrapper puts who and why in front of each statement. The ledger's tables have no
    history, so nothing is lost by its not being asked here.
    """

    def _execute_with_wrappers(
        self, sql: str, params: Any, many: bool, executor: Callable[..., Any]
    ) -> Any:
        return executor(sql, params, many, {"connection": self.db, "cursor": self})


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor whose statements are prepared once they have come often enough (`prepare_threshold`).

    While statements are counted or shown, Django's own cursor serves, which can tell what was sent.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    with AloneCursor(psycopg.Cursor(connection.connection), connection) as cursor:
        yield cursor
