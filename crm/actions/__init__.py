"""What changes parties."""

from crm.actions.addresses import add_address, change_address, remove_address
from crm.actions.banking import add_bank_account, end_bank_account
from crm.actions.contacts import ContactFacts, add_contact, change_contact, remove_contact
from crm.actions.facts import AddressFacts, PartyExists, PartyFacts, PartyRefused
from crm.actions.parties import (
    activate_party,
    create_party,
    deactivate_party,
    give_role,
    update_party,
)
from crm.actions.suppliers import SupplierFacts, find_or_create_supplier

__all__ = [
    "AddressFacts",
    "ContactFacts",
    "PartyExists",
    "PartyFacts",
    "PartyRefused",
    "SupplierFacts",
    "activate_party",
    "add_address",
    "add_bank_account",
    "add_contact",
    "change_address",
    "change_contact",
    "create_party",
    "deactivate_party",
    "end_bank_account",
    "find_or_create_supplier",
    "give_role",
    "remove_address",
    "remove_contact",
    "update_party",
]
