"""The serving role has no right to change or remove history."""

from django.db import migrations

from erp.db.operations import SecureTenantTables


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_named_choices")]
    operations = [SecureTenantTables()]
