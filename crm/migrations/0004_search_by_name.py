"""Search in names through a function of the kernel's role.

Row security lets no index serve LIKE, which is not leakproof: every name of every company would be compared. The
function runs as `erp_kernel`, whose policy holds nothing back, and compares companies itself.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION crm_parties_named(pattern text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY SELECT p.id FROM crm_party p
        WHERE p.company_id = ANY ((SELECT app_companies())::bigint[]) AND p.name ILIKE pattern LIMIT most;
END $$;
COMMENT ON FUNCTION crm_parties_named(text, integer) IS 'Parties in scope whose name is like a pattern, at most so many.';

GRANT SELECT ON crm_party TO erp_kernel;
CREATE POLICY kernel ON crm_party TO erp_kernel USING (true) WITH CHECK (true);
ALTER FUNCTION crm_parties_named(text, integer) OWNER TO erp_kernel;
"""

BACKWARD = """
DROP FUNCTION crm_parties_named(text, integer);
DROP POLICY kernel ON crm_party;
REVOKE SELECT ON crm_party FROM erp_kernel;
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_found_by_name"), ("db", "0001_scope_functions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
