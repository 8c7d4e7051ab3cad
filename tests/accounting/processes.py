"""Eight processes that work in the same books, each on a connection of its own, let go at the same moment."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

import django
import psycopg
from django.apps import apps

from erp.companies.scope import Scope, reset_scope, set_scope
from tests.support.database import TEST_DATABASE, connect, use_database

if not apps.ready:  # A process of its own begins here.
    django.setup()

PROCESSES = 8
GATE = 20_261_124  # The key of the lock that they wait behind.
Result = TypeVar("Result")


class Team:
    """The processes."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool

    def all_at_once(
        self, scope: Scope, work: Callable[..., Result], shares: list[tuple[Any, ...]]
    ) -> list[Result]:
        """Let each process do its share of the work, all beginning at the same moment; returns what each got."""
        assert len(shares) == PROCESSES, "each process has a share"
        with connect("ADMIN_DATABASE_URL") as gatekeeper:
            gatekeeper.execute("SELECT pg_advisory_lock(%s)", [GATE])
            futures: list[Future[Result]] = [
                self.pool.submit(behind_the_gate, scope, work, share) for share in shares
            ]
            wait_for_all(gatekeeper, futures)
        return [future.result(timeout=120) for future in futures]


def wait_for_all(
    gatekeeper: "psycopg.Connection[tuple[Any, ...]]", futures: list[Future[Result]]
) -> None:
    """Wait until every process stands behind the gate."""
    while True:
        waiting = gatekeeper.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
            [GATE],
        ).fetchone()
        if waiting == (PROCESSES,):
            return
        for failed in wait(futures, timeout=0.02, return_when=FIRST_COMPLETED).done:
            failed.result()


def behind_the_gate(scope: Scope, work: Callable[..., Result], share: tuple[Any, ...]) -> Result:
    """In a process of its own: wait for the gate, then work in the scope of a company."""
    with connect("DATABASE_URL", os.environ["REGNA_TEST_DATABASE"]) as own:
        own.execute("SELECT pg_advisory_lock_shared(%s)", [GATE])
    set_scope(scope)
    try:
        return work(*share)
    finally:
        reset_scope()


def begin(database: str) -> None:
    """In a process of its own: serve as erp_app from the test's database."""
    os.environ["REGNA_TEST_DATABASE"] = database
    use_database("DATABASE_URL", database)


@contextmanager
def team() -> Iterator[Team]:
    """Start the processes from one that has loaded Django, and end them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(
        PROCESSES, mp_context=context, initializer=begin, initargs=(TEST_DATABASE,)
    ) as pool:
        yield Team(pool)
