"""What is answered when something breaks: our own fault, a lost race, or a database that is away for a moment."""

import sys
from collections.abc import Iterator

from django.db import Error, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

# SQLSTATE of what only another's writing at the same time can bring about, in code that checks first:
# unique and exclusion constraints, deadlocks, serialisation.
LOST_RACE = frozenset({"23505", "23P01", "40P01", "40001"})
# Of a rule that the database keeps beside Python: a check, or a trigger of the ledger. Most often something was
# locked or changed since the action looked; nothing is saved either way, and the error is in the log.
REFUSED = frozenset({"23514", "23000"})
# How those begin that tell of a server that is going, coming, or has no room.
AWAY = ("08", "53", "57P")
COME_BACK_IN = "5"  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer the error that is being handled: 409 for a lost race and for what the database refuses, 503 while it is
    away, else 500.
    """
    status, template = answer_of(sys.exc_info()[1])
    # Without the request: who is signed in stands in the database, which may be what is away.
    response = HttpResponse(loader.get_template(template).render(), status=status)
    if status == 503:
        response["Retry-After"] = COME_BACK_IN
    return response


def answer_of(error: BaseException | None) -> tuple[int, str]:
    """Return the status and the page that an error, or what it came of, is answered with."""
    for each in chain_of(error):
        if isinstance(each, Error):
            state = getattr(each.__cause__, "sqlstate", None)
            if isinstance(each, IntegrityError | OperationalError) and state in LOST_RACE:
                return 409, "409.html"
            if isinstance(each, IntegrityError) and state in REFUSED:
                return 409, "refused.html"
            if isinstance(each, OperationalError | InterfaceError) and is_away(state):
                return 503, "503.html"
    return 500, "500.html"


def is_away(state: str | None) -> bool:
    """Tell whether a state says that the server cannot be spoken to; a broken connection has none."""
    return state is None or state.startswith(AWAY)


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that it came of, which are its cause or what was being handled."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
