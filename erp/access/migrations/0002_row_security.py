"""Row security of memberships; a user sees their own, and the companies they lead to, before choosing one."""

from django.db import migrations

from erp.db.operations import SecureTenantTables

FORWARD = """
CREATE POLICY own_membership ON access_membership FOR SELECT USING (user_id = (SELECT app_user()));
CREATE POLICY of_member ON companies_company FOR SELECT
    USING (id IN (SELECT m.company_id FROM access_membership m WHERE m.user_id = (SELECT app_user())));
"""

BACKWARD = """
DROP POLICY of_member ON companies_company;
DROP POLICY own_membership ON access_membership;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("companies", "0002_row_security")]
    operations = [SecureTenantTables(), migrations.RunSQL(FORWARD, BACKWARD)]
