"""The serving role has no right to change or remove history."""

from django.db import migrations

from erp.db.operations import SecureTenantTables


class Migration(migrations.Migration):
    dependencies = [("crm", "0004_search_by_name")]
    operations = [SecureTenantTables()]
