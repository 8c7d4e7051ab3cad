"""Running again what PostgreSQL broke off through no fault of its own, and what somebody else was quicker at."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection

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


def retried_when_overtaken(*constraints: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run an action again when one of these constraints fired: somebody else was quicker, and was not seen yet.

    The next run sees what they did, and says so in words or returns what they made. Also inside somebody
    else's transaction, since the action's own part of it is rolled back. What keeps firing goes up.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            for attempt in range(1, TRIES + 1):
                try:
                    return action(*args, **kwargs)
                except IntegrityError as error:
                    if constraint_of(error) not in constraints or attempt == TRIES:
                        raise
            raise AssertionError("unreachable")

        return run

    return decorate


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that fired."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")
