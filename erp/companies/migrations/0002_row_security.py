"""Row security of the company itself and of what it owns here.

A company is seen in its own scope, by its members when they choose one, and in the list that the scheduler
and commands walk; it is made inside its own scope (`create_company`).
"""

from django.db import migrations

from erp.db.operations import SecureTenantTables

SEEN = """id = ANY ((SELECT app_companies())::bigint[]) OR (SELECT app_lists_companies())"""
OWN = "id = ANY ((SELECT app_companies())::bigint[])"

FORWARD = f"""
ALTER TABLE companies_company ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies_company FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON companies_company FOR SELECT USING ({SEEN});
CREATE POLICY made ON companies_company FOR INSERT WITH CHECK ({OWN});
CREATE POLICY changed ON companies_company FOR UPDATE USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY removed ON companies_company FOR DELETE USING ({OWN});
ALTER TABLE companies_companyevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies_companyevent FORCE ROW LEVEL SECURITY;
CREATE POLICY same_company ON companies_companyevent
    USING (pgh_obj_id = ANY ((SELECT app_companies())::bigint[]))
    WITH CHECK (pgh_obj_id = ANY ((SELECT app_companies())::bigint[]));
"""

BACKWARD = """
DROP POLICY same_company ON companies_companyevent;
ALTER TABLE companies_companyevent DISABLE ROW LEVEL SECURITY;
DROP POLICY removed ON companies_company; DROP POLICY changed ON companies_company;
DROP POLICY made ON companies_company; DROP POLICY seen ON companies_company;
ALTER TABLE companies_company DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_initial"), ("db", "0001_scope_functions")]
    operations = [SecureTenantTables(), migrations.RunSQL(FORWARD, BACKWARD)]
