"""Addresses below `/styleguide/`; included only where the settings allow the style guide."""

from django.urls import path

from erp.ui import styleguide

urlpatterns = [
    path("", styleguide.styleguide, name="styleguide"),
    path("options/", styleguide.options, name="styleguide_options"),
    path("drawer/", styleguide.drawer, name="styleguide_drawer"),
]
