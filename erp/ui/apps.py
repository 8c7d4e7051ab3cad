"""The app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The user interface kernel."""

    name = "erp.ui"
    label = "ui"
