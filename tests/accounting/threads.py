"""Two at once in the same books: threads with connections of their own, stopped where the race is."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from django.db import connection, transaction

from erp.companies.scope import Scope, reset_scope, set_scope
from tests.support.database import connect

Result = TypeVar("Result")
PATIENCE = 60


class Race:
    """One does something and does not commit yet; the other begins, and must wait."""

    def __init__(self, scope: Scope, pool: ThreadPoolExecutor) -> None:
        self.scope = scope
        self.pool = pool
        self.done = Event()
        self.may_commit = Event()

    def first(self, work: Callable[[], Result]) -> "Future[Result]":
        """Do the work in a transaction that stays open until `commit`; returns when the work is done."""

        def hold() -> Result:
            with transaction.atomic():
                result = work()
                self.done.set()
                assert self.may_commit.wait(PATIENCE)
            return result

        future = self.pool.submit(self.apart, hold)
        while not self.done.wait(0.01):
            if future.done():
                future.result()
        return future

    def then(self, work: Callable[[], Result]) -> "Future[Result]":
        """Begin the other's work; returns when PostgreSQL lets it wait for the first."""
        future = self.pool.submit(self.apart, work)
        wait_until_blocked(future)
        return future

    def commit(self) -> None:
        """Let the first one commit."""
        self.may_commit.set()

    def apart(self, work: Callable[[], Result]) -> Result:
        """Work in this thread, on a connection of its own that is closed after it."""
        set_scope(self.scope)
        try:
            return work()
        finally:
            reset_scope()
            connection.close()


def wait_until_blocked(future: "Future[Result]") -> None:
    """Wait until some connection of this database waits for a lock. Raises what the work raised before that."""
    with connect("ADMIN_DATABASE_URL") as watcher:
        while not watcher.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        ).fetchone():
            done = wait([future], timeout=0.01, return_when=FIRST_COMPLETED).done
            assert not done, f"it did not wait: {future}"


@contextmanager
def race(scope: Scope) -> Iterator[Race]:
    """Two threads; whatever happens, the first one is let go at the end."""
    with ThreadPoolExecutor(2) as pool:
        racing = Race(scope, pool)
        try:
            yield racing
        finally:
            racing.commit()
