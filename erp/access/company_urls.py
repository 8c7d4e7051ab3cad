"""Addresses below `/<company>/` that are about the company itself: overview, settings, members."""

from django.urls import path

from erp.access import company_views as views

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.company_settings, name="company_settings"),
    path("members/", views.members, name="members"),
    path("members/new/", views.member_new, name="member_new"),
    path("members/<int:membership_id>/", views.member_edit, name="member_edit"),
    path("members/<int:membership_id>/end/", views.member_end, name="member_end"),
    path("members/<int:membership_id>/invite/", views.member_invite, name="member_invite"),
]
