"""What somebody may do in a company: asked by views (through `requires`) and by every action."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.access.models import Membership, User
from erp.access.roles import PERMISSIONS, permissions_of
from erp.companies.models import Company


class SystemActor:
    """Regna itself, when the scheduler or a pipeline acts and no person stands behind it."""

    pk = None

    def __str__(self) -> str:
        return "Regna"


SYSTEM = SystemActor()
Actor = User | SystemActor


def actor_pk(by: Actor) -> int | None:
    """Return the id to store as who did it; None is Regna itself."""
    return by.pk


def active_memberships(user: User, today: date) -> list[Membership]:
    """Return a user's memberships that are valid today, with their companies, by company name."""
    return [
        membership
        for membership in Membership.objects.filter(user=user)
        .select_related("company")
        .order_by("company__name")
        if membership.valid_to is None or membership.valid_to > today
    ]


def remember_memberships(user: User, memberships: list[Membership]) -> None:
    """Keep the roles of this request or task on the user object, so that actions need not ask again."""
    user.__dict__["_roles"] = {m.company_id: m.role for m in memberships}


def may(by: Actor, company: Company, permission: str) -> bool:
    """Tell whether somebody holds a permission in a company. The system holds all."""
    assert permission in PERMISSIONS, f"unknown permission {permission}"
    if isinstance(by, SystemActor):
        return True
    roles = by.__dict__.get("_roles")
    if roles is None:
        remember_memberships(by, active_memberships(by, timezone.localdate()))
        roles = by.__dict__["_roles"]
    return permission in permissions_of(roles.get(company.pk, ""))


def require_permission(by: Actor, company: Company, permission: str) -> None:
    """Raise PermissionDenied unless somebody holds a permission in a company."""
    if not may(by, company, permission):
        raise PermissionDenied(_("You do not have access to this."))
