"""The ledger's few statements that are sent again and again: PostgreSQL parses and plans them once a connection.

Django binds values into the text of each statement, which is then new every time. Here they travel beside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


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
    with CursorWrapper(psycopg.Cursor(connection.connection), connection) as cursor:
        yield cursor
