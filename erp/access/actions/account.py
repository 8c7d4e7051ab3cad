"""Preferences (innstillinger) of a user."""

from django.db import transaction

from erp.access.models import Density, Theme, User


@transaction.atomic
def save_preferences(*, by: User, theme: str = "", density: str = "") -> None:
    """Keep a user's own theme and density; an unknown value leaves what was."""
    if theme in Theme.values:
        by.theme = theme
    if density in Density.values:
        by.density = density
    by.save(update_fields=["theme", "density"])
