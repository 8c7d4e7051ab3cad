"""Row security of parties and same-company keys."""

from django.db import migrations

from erp.db.operations import SecureTenantTables


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial"), ("db", "0001_scope_functions")]
    operations = [SecureTenantTables()]
