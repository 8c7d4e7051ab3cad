"""Addresses below /<company>/parties/."""

from django.urls import path

from crm.views import addresses, bank_accounts, contacts, lists, parties

urlpatterns = [
    path("", lists.party_list, name="parties"),
    path("new/", parties.party_new, name="party_new"),
    path("suggest/", lists.party_suggest, name="party_suggest"),
    path("<int:party_id>/", parties.party, name="party"),
    path("<int:party_id>/edit/", parties.party_edit, name="party_edit"),
    path("<int:party_id>/role/", parties.party_role, name="party_role"),
    path("<int:party_id>/activate/", parties.party_activate, name="party_activate"),
    path("<int:party_id>/deactivate/", parties.party_deactivate, name="party_deactivate"),
    path("<int:party_id>/contacts/new/", contacts.contact_new, name="party_contact_new"),
    path("<int:party_id>/contacts/<int:contact_id>/", contacts.contact_edit, name="party_contact"),
    path(
        "<int:party_id>/contacts/<int:contact_id>/remove/",
        contacts.contact_remove,
        name="party_contact_remove",
    ),
    path("<int:party_id>/addresses/new/", addresses.address_new, name="party_address_new"),
    path(
        "<int:party_id>/addresses/<int:address_id>/", addresses.address_edit, name="party_address"
    ),
    path(
        "<int:party_id>/addresses/<int:address_id>/remove/",
        addresses.address_remove,
        name="party_address_remove",
    ),
    path(
        "<int:party_id>/bank-accounts/new/",
        bank_accounts.bank_account_new,
        name="party_bank_account_new",
    ),
    path(
        "<int:party_id>/bank-accounts/<int:bank_account_id>/end/",
        bank_accounts.bank_account_end,
        name="party_bank_account_end",
    ),
]
