"""What changes users and their access."""

from erp.access.actions.company import update_company
from erp.access.actions.members import add_member, create_user, end_membership, invite_member
from erp.access.actions.preferences import save_preferences

__all__ = [
    "add_member",
    "create_user",
    "end_membership",
    "invite_member",
    "save_preferences",
    "update_company",
]
