"""How a view says what it needs: an attribute that the access middleware reads.

The permissions themselves and their enforcement stand in `erp.access`, above this package.
"""

from collections.abc import Callable
from typing import TypeVar

PUBLIC = "public"
SIGNED_IN = "signed-in"
MEMBER = "member"

V = TypeVar("V", bound=Callable[..., object])


def declares(permission: str) -> Callable[[V], V]:
    """Return a decorator that writes the permission on the view."""

    def decorate(view: V) -> V:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return decorate
