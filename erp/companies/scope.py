"""The scope of a connection: which companies' rows PostgreSQL lets it see.

The scope is a session setting that the policies read. It is set at the start of a request, task or command
and reset at its end; never inside a transaction, since a rollback would take it back with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection


@dataclass(frozen=True)
class Scope:
    """What a connection may see: rows of these companies, this user's memberships, the list of companies."""

    companies: tuple[int, ...] = ()
    user: int | None = None
    lists_companies: bool = False


NOTHING = Scope()
_current: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


class ScopeInsideTransaction(RuntimeError):
    """Somebody tried to change the scope inside a transaction."""


def current_scope() -> Scope:
    """Return the scope that was set last in this thread."""
    return _current.get()


def set_scope(scope: Scope) -> None:
    """Set the scope of the connection.

    Raises: ScopeInsideTransaction, also for `durable` work begun by the caller; a test's own wrapping
    transaction does not count.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise ScopeInsideTransaction("the scope is set before a transaction, not inside one")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.companies', %s, false), set_config('app.user', %s, false),"
            " set_config('app.lists_companies', %s, false)",
            [
                "{" + ",".join(str(pk) for pk in scope.companies) + "}" if scope.companies else "",
                "" if scope.user is None else str(scope.user),
                "on" if scope.lists_companies else "",
            ],
        )
    _current.set(scope)


def reset_scope() -> None:
    """Let the connection see nothing again; costs nothing where it sees nothing already."""
    if _current.get() == NOTHING:
        return
    if connection.connection is None:
        forget_scope()
    else:
        restore_scope(NOTHING)


def restore_scope(scope: Scope) -> None:
    """Set the scope that was before. Where the connection is lost, what it saw is lost with it.

    Raises: OperationalError, InterfaceError; then the next connection begins by seeing nothing.
    """
    try:
        set_scope(scope)
    except (OperationalError, InterfaceError):
        connection.close()
        forget_scope()
        raise


def forget_scope() -> None:
    """Note that the connection sees nothing: it was lost, or what set its scope was rolled back."""
    _current.set(NOTHING)


@contextmanager
def company_scope(*companies: int, user: int | None = None) -> Iterator[None]:
    """See these companies' rows inside the block, and what was seen before it after it."""
    before = current_scope()
    set_scope(Scope(companies=companies, user=user))
    try:
        yield
    finally:
        restore_scope(before)


@contextmanager
def scheduler_scope() -> Iterator[None]:
    """List all companies (only that) inside the block: for the scheduler, commands and log-in look-ups."""
    before = current_scope()
    set_scope(Scope(lists_companies=True))
    try:
        yield
    finally:
        restore_scope(before)
