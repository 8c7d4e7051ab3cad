"""What changes users and their access."""

from erp.access.actions.account import remove_second_factor, save_preferences, update_account
from erp.access.actions.company import update_company
from erp.access.actions.members import (
    add_member,
    create_user,
    end_membership,
    invite_again,
    invite_member,
)

__all__ = [
    "add_member",
    "create_user",
    "end_membership",
    "invite_again",
    "invite_member",
    "remove_second_factor",
    "save_preferences",
    "update_account",
    "update_company",
]
