"""What changes a user's own account (min konto), and what an operator does for somebody who cannot sign in."""

import logging

from allauth.mfa.models import Authenticator
from django.db import transaction

from erp.access.models import Density, Theme, User

logger = logging.getLogger("erp.access")


@transaction.atomic
def update_account(*, by: User, name: str, theme: str, density: str) -> None:
    """Change one's own name and how the pages look. Permission: none, since it is one's own."""
    by.name = name.strip()
    by.save(update_fields=["name"])
    save_preferences(by=by, theme=theme, density=density)


@transaction.atomic
def save_preferences(*, by: User, theme: str = "", density: str = "") -> None:
    """Keep a user's own theme and density; an unknown value leaves what was."""
    if theme in Theme.values:
        by.theme = theme
    if density in Density.values:
        by.density = density
    by.save(update_fields=["theme", "density"])


@transaction.atomic
def remove_second_factor(*, user: User) -> bool:
    """Take away the second factor of somebody who has lost it; tells whether there was one.

    Permission: none here, since only the operator's command calls it, who has made sure who asks.
    """
    removed, _models = Authenticator.objects.filter(user=user).delete()
    if removed:  # Secrets have no history: the log is its trace.
        logger.warning("the second factor of user %s was taken away by an operator", user.pk)
    return bool(removed)
