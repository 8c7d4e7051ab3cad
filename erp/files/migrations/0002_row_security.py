"""Row security of stored files, whose rows never change."""

from django.db import migrations

from erp.db.operations import OnlyGrows, SecureTenantTables


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("db", "0001_scope_functions")]
    operations = [SecureTenantTables(), OnlyGrows("StoredFile")]
