"""What changes parties."""

from crm.actions.banking import add_bank_account, end_bank_account
from crm.actions.parties import (
    PartyExists,
    PartyFacts,
    PartyRefused,
    create_party,
    give_role,
    update_party,
)
from crm.actions.suppliers import SupplierFacts, find_or_create_supplier

__all__ = [
    "PartyExists",
    "PartyFacts",
    "PartyRefused",
    "SupplierFacts",
    "add_bank_account",
    "create_party",
    "end_bank_account",
    "find_or_create_supplier",
    "give_role",
    "update_party",
]
