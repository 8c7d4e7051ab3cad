"""The permission that a view needs, declared where the view is."""

from collections.abc import Callable
from typing import TypeVar

from erp.access.roles import PERMISSIONS
from erp.ui.permissions import MEMBER, PUBLIC, SIGNED_IN, declares

V = TypeVar("V", bound=Callable[..., object])

__all__ = ["MEMBER", "PUBLIC", "SIGNED_IN", "requires"]


def requires(permission: str) -> Callable[[V], V]:
    """Declare the permission that a view needs; `AccessMiddleware` enforces it before the view runs.

    Besides the permissions of `roles.py`: MEMBER (any role in the company), SIGNED_IN, PUBLIC.
    """
    assert permission in PERMISSIONS or permission in {MEMBER, PUBLIC, SIGNED_IN}, permission
    return declares(permission)
