"""Migration operations for tenant tables and for tables that only grow.

They are migration tooling, as Django's own operations are, and know models only through the migration state.
A migration that adds tenant tables ends with `SecureTenantTables()`; a table that only grows gets `OnlyGrows`.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POLICY = "company_id = ANY ((SELECT app_companies())::bigint[])"


def is_tenant(model: Any) -> bool:
    """Tell whether a model's rows belong to a company."""
    return any(field.column == "company_id" for field in model._meta.concrete_fields)


def is_event(model: Any) -> bool:
    """Tell whether a model holds the history of another, which must outlive what it points at."""
    return any(field.name == "pgh_id" for field in model._meta.concrete_fields)


def tenant_keys(model: Any) -> list[tuple[str, str]]:
    """Return (column, target table) of each foreign key that must be tied to its row's company.

    A field with a plain constraint of its own is left alone: there a trigger compares the companies.
    """
    if is_event(model):
        return []
    return [
        (field.column, field.remote_field.model._meta.db_table)
        for field in model._meta.concrete_fields
        if field.many_to_one or field.one_to_one
        if field.column != "company_id"
        and not field.db_constraint
        and is_tenant(field.remote_field.model)
    ]


class SecureTenantTables(Operation):
    """Give every tenant table of the app its row security, and its keys the company they must share.

    Forced row security with one policy; a unique (company_id, id) that other tables' keys point at; for each
    foreign key to a tenant table a composite one on (company_id, key), so that no row can point into another
    company. History is written and never changed: a trigger refuses it, and `erp_app` has no right to.
    Repeats: does only what is missing.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the state: constraints of this kind are unknown to models."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        before: ProjectState,
        after: ProjectState,
    ) -> None:
        """Secure all tenant tables that the app has at this point of its history."""
        all_models = list(after.apps.get_app_config(app_label).get_models())
        for model in filter(is_event, all_models):
            editor.execute(
                f'REVOKE UPDATE, DELETE, TRUNCATE ON "{model._meta.db_table}" FROM erp_app'
            )
        models = [model for model in all_models if is_tenant(model)]
        for model in models:
            self._secure(editor, model._meta.db_table)
        for model in models:
            for column, target in tenant_keys(model):
                self._tie(editor, model._meta.db_table, column, target)

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        before: ProjectState,
        after: ProjectState,
    ) -> None:
        """Leave the protection in place: the tables themselves are dropped by the operations before it."""

    def describe(self) -> str:
        return "Row security and same-company keys"

    def _secure(self, editor: BaseDatabaseSchemaEditor, table: str) -> None:
        editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        editor.execute(f'DROP POLICY IF EXISTS "same_company" ON "{table}"')
        editor.execute(
            f'CREATE POLICY "same_company" ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})'
        )

    def _tie(self, editor: BaseDatabaseSchemaEditor, table: str, column: str, target: str) -> None:
        unique, key = f"{target}_of_company", f"{table}_{column}_same_company"[:63]
        self._unless_there(
            editor, target, unique, f'ADD CONSTRAINT "{unique}" UNIQUE (company_id, id)'
        )
        self._unless_there(
            editor,
            table,
            key,
            f'ADD CONSTRAINT "{key}" FOREIGN KEY (company_id, "{column}") REFERENCES "{target}" (company_id, id)',
        )

    def _unless_there(
        self, editor: BaseDatabaseSchemaEditor, table: str, name: str, change: str
    ) -> None:
        there = f"SELECT 1 FROM pg_constraint WHERE conname = '{name}' AND conrelid = '\"{table}\"'::regclass"  # noqa: S608 (names of our own models)
        editor.execute(
            f'DO $do$ BEGIN IF NOT EXISTS ({there}) THEN ALTER TABLE "{table}" {change}; END IF; END $do$'
        )


class OnlyGrows(Operation):
    """Refuse UPDATE, DELETE and TRUNCATE on a table, to everyone, by trigger and by privilege."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the state: triggers are unknown to models."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        before: ProjectState,
        after: ProjectState,
    ) -> None:
        """Make the triggers and take the privileges away."""
        table = after.apps.get_model(app_label, self.model_name)._meta.db_table
        editor.execute(
            f'CREATE TRIGGER "{table}_never_changes" BEFORE UPDATE OR DELETE ON "{table}"'
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        editor.execute(
            f'CREATE TRIGGER "{table}_never_truncated" BEFORE TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        editor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM erp_app')

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        before: ProjectState,
        after: ProjectState,
    ) -> None:
        """Let the table change again."""
        table = before.apps.get_model(app_label, self.model_name)._meta.db_table
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_never_changes" ON "{table}"')
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_never_truncated" ON "{table}"')
        editor.execute(f'GRANT UPDATE, DELETE ON "{table}" TO erp_app')

    def describe(self) -> str:
        return f"{self.model_name} only grows"
