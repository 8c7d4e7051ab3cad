"""Addresses below `/<company>/` of the logo."""

from django.urls import path

from erp.logo import pages

urlpatterns = [
    path("settings/logo/", pages.logo, name="company_logo"),
    path("settings/logo/remove/", pages.logo_remove, name="company_logo_remove"),
    path("logo/<slug:beginning>/", pages.logo_picture, name="company_logo_picture"),
]
