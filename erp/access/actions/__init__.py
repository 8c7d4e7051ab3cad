"""What changes users and their access."""

from erp.access.actions.members import add_member, create_user, end_membership
from erp.access.actions.preferences import save_preferences

__all__ = ["add_member", "create_user", "end_membership", "save_preferences"]
