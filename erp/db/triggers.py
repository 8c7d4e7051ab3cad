"""Triggers of django-pgtrigger that nobody can tell to look away: neither by a setting nor by a table of the same name.

The package's own functions ask a setting of the session, `pgtrigger.ignore`, which any role may set, and find tables
by the session's search path, in which a temporary table comes first. These do neither.
"""

from typing import Any

import pghistory
import pgtrigger
from pghistory.trigger import Event
from pgtrigger import compiler

FUNCTION = """
    CREATE OR REPLACE FUNCTION {pgid}()
    RETURNS TRIGGER AS $$
        {declare}
        BEGIN
            {func}
        END;
    $$ LANGUAGE plpgsql SET search_path = public, pg_temp;

    DROP TRIGGER IF EXISTS {pgid} ON {table};
    CREATE {constraint} TRIGGER {pgid}
        {when} {operation} ON {table}
        {timing}
        {referencing}
        FOR EACH {level} {condition}
        EXECUTE PROCEDURE {execute};

    COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
"""


class SteadySql(compiler.UpsertTriggerSql):
    """What makes such a trigger. Migrations name it, so that its text stays as it is: a new text is a new class."""

    def get_template(self) -> str:
        return FUNCTION


class Steady:
    """Makes a trigger of django-pgtrigger one that always fires."""

    def compile(self, model: Any) -> compiler.Trigger:
        """Return what a migration installs."""
        usual = super().compile(model)  # type: ignore[misc]
        return compiler.Trigger(name=usual.name, sql=SteadySql(**usual.sql.kwargs))


class WriteEvent(Steady, Event):
    """Writes a version of a row."""


class Refuse(Steady, pgtrigger.Protect):
    """Refuses an operation."""


class Written:
    """Lets a tracker of django-pghistory write its events by such a trigger."""

    def add_event_trigger(self: Any, event_model: Any) -> None:
        """Register the trigger of the tracked model."""
        write = WriteEvent(  # type: ignore[no-untyped-call]
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(write)(event_model.pgh_tracked_model)


class Inserted(Written, pghistory.InsertEvent):
    """A version of each new row."""


class Updated(Written, pghistory.UpdateEvent):
    """A version of each row that became another."""


class Deleted(Written, pghistory.DeleteEvent):
    """The last version of each row that is gone."""
