"""Who, where and why: what the history of everything that changes inside a block says beside the change.

In a web request the access middleware has set who and where. A task, a command or a test does it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection

from erp.access.rights import Actor, actor_pk

FORGET = """
    SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)
"""


@contextmanager
def acting(*, by: Actor, address: str) -> Iterator[None]:
    """Say who acts, and from where: the name of a task or a command, as a request has its address."""
    with noted(user=actor_pk(by), address=address, reason=""):
        yield


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Say why. What changes after the block has its own reason, or none."""
    with noted(reason=reason):
        yield


@contextmanager
def noted(**facts: object) -> Iterator[None]:
    """Add facts to the history's context inside the block, and take them back after it."""
    with pghistory.context() as context:
        outer = dict(context.metadata)
        context.metadata.update(facts)
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(outer)
    if not outer:
        forget()


def forget() -> None:
    """Take the context out of a transaction that goes on after the outermost block."""
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
