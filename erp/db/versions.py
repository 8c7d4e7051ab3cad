"""Forms that are saved over what they showed, and over nothing else: of two who change the same, the later is told.

A page puts `version_of(...)` into its form, and asks for it before it reads what the form shows: a change in between is
then refused needlessly, and never written over. The action gives it back to `refuse_overtaken`, under its lock, which all
who change the same take first. The version is the number of the latest row of history of each source, so that nothing
has to be kept for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.errors import BusinessError, Problem


class Overtaken(BusinessError):
    """Somebody else has changed this since it was shown."""

    code = "overtaken"


@dataclass(frozen=True)
class Versioned:
    """Tracked rows that one form shows: a model, and what its rows of history are found by."""

    model: type[models.Model]
    of: dict[str, int]

    @property
    def events(self) -> Any:
        """The rows of history, the latest first."""
        return event_model(self.model).objects.filter(**self.of).order_by("-pgh_id")


class VersionField(forms.CharField):
    """The version that a form was shown with; a form that lacks it is not compared."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=60, widget=forms.HiddenInput)


def version_of(sources: Sequence[Versioned]) -> str:
    """Return the version that rows have now; call it before they are read. One query for each source."""
    latest = [source.events.values_list("pgh_id", flat=True).first() for source in sources]
    return ".".join(str(number or 0) for number in latest)


def refuse_overtaken(sources: Sequence[Versioned], version: str) -> None:
    """Refuse to write over what has changed since a version; call it under the lock of what is written.

    An empty version, of a command or an import, is not compared. Raises: Overtaken, which says who and when.
    """
    if not version or version == version_of(sources):
        return
    found = [event for source in sources if (event := source.events.first())]
    latest = max(found, key=lambda event: event.pgh_created_at, default=None)
    at = timezone.localtime(latest.pgh_created_at if latest else None).strftime("%d.%m.%Y %H:%M")
    message = _(
        "%(who)s changed this at %(at)s, after you opened it, and nothing of yours is saved. What you typed stands here:"
        " open the page anew in another tab, and make your change there."
    )
    raise Overtaken(Problem(message % {"who": name_of_author(latest), "at": at}))


def name_of_author(event: Any) -> str:
    """Return who made a version."""
    pk = (event.pgh_context or {}).get("user") if event else None
    user = get_user_model()._default_manager.filter(pk=pk).first() if pk else None
    return str(user) if user else "Regna"


def event_model(model: type[models.Model]) -> Any:
    """Return the model of a tracked model's versions. Raises: LookupError when it has no history."""
    for related in model._meta.apps.get_models():
        if getattr(related, "pgh_tracked_model", None) is model:
            return related
    raise LookupError(f"{model} has no history")
