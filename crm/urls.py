"""Addresses below /<company>/parties/."""

from django.urls import path

from crm import views

urlpatterns = [
    path("", views.party_list, name="parties"),
    path("new/", views.party_new, name="party_new"),
    path("suggest/", views.party_suggest, name="party_suggest"),
    path("<int:party_id>/", views.party, name="party"),
    path("<int:party_id>/edit/", views.party_edit, name="party_edit"),
    path(
        "<int:party_id>/bank-accounts/new/", views.bank_account_new, name="party_bank_account_new"
    ),
]
