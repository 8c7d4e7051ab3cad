"""Running again what PostgreSQL broke off through no fault of its own."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")

DEADLOCK = "40P01"
SERIALIZATION = "40001"
TRIES = 5


def retried_on_deadlock(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action again when it was the victim of a deadlock, if it began its own transaction.

    Inside somebody else's transaction the error goes up: only the outermost can begin anew.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES + 1):
            try:
                return action(*args, **kwargs)
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if (
                    connection.in_atomic_block
                    or state not in {DEADLOCK, SERIALIZATION}
                    or attempt == TRIES
                ):
                    raise
        raise AssertionError("unreachable")

    return run
