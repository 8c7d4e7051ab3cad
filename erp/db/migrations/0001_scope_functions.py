"""Functions that the row-security policies read the scope of the connection with."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION app_companies() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.companies', true), '')::bigint[] $$;
COMMENT ON FUNCTION app_companies() IS 'Companies whose rows this connection may see; NULL means none.';

CREATE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.user', true), '')::bigint $$;
COMMENT ON FUNCTION app_user() IS 'The signed-in user, who may see own memberships before a company is chosen.';

CREATE FUNCTION app_lists_companies() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.lists_companies', true), '') = 'on' $$;
COMMENT ON FUNCTION app_lists_companies() IS 'The scheduler and commands may list companies, and only those.';

CREATE FUNCTION nb_sort(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT translate(lower($1), 'æäøöåü', '{{||}y') $$;
COMMENT ON FUNCTION nb_sort(text) IS 'Norwegian order: æ, ø, å after z.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'immutable: rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_never_changes';
END $$;
COMMENT ON FUNCTION refuse_change() IS 'Trigger of tables that only grow.';
"""

BACKWARD = """
DROP FUNCTION refuse_change(); DROP FUNCTION nb_sort(text); DROP FUNCTION app_lists_companies();
DROP FUNCTION app_user(); DROP FUNCTION app_companies();
"""


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
