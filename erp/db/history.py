"""History (historikk) of rows that can change: one mechanism, kept by triggers.

Every business table that can change is `@tracked`. Ledger rows need none: they never change.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

from erp.db.triggers import Deleted, Inserted, Refuse, Updated

M = TypeVar("M", bound=type[models.Model])

CHANGES = pgtrigger.Update | pgtrigger.Delete


def tracked_except(*secrets: str) -> Callable[[M], M]:
    """Return a decorator that keeps each version of a model's rows in `<Model>Event`.

    A trigger writes it, so that bulk updates and SQL are seen too, and no setting stops it. The context (user,
    company, address, reason) stands on the event row itself and is therefore as isolated as the row. The fields
    named in `secrets` are left out.
    """

    def decorate(model: M) -> M:
        track = pghistory.track(
            Inserted(),
            Updated(),
            Deleted(),
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            append_only=False,  # Its trigger would look away when told to; this one does not.
            meta={"triggers": [Refuse(name="append_only", operation=CHANGES)]},
            exclude=list(secrets) or None,
        )
        return track(model)  # type: ignore[no-any-return]

    return decorate


tracked = tracked_except()
