import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0002_row_security'),
        ('crm', '0002_row_security'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='party',
            name='update_update',
        ),
        migrations.AddField(
            model_name='party',
            name='sort_name',
            field=models.GeneratedField(db_persist=True, expression=models.Func('name', function='nb_sort'), output_field=models.CharField(db_collation='C', max_length=200)),
        ),
        migrations.AddField(
            model_name='party',
            name='source_key',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['company', 'sort_name', 'id'], name='party_by_sort_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name'], name='party_name_trigrams', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='partybankaccount',
            index=models.Index(fields=['company', 'account'], name='party_bank_account_by_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."customer_number" IS DISTINCT FROM (NEW."customer_number") OR OLD."customer_terms_days" IS DISTINCT FROM (NEW."customer_terms_days") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."employee_number" IS DISTINCT FROM (NEW."employee_number") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_group_company" IS DISTINCT FROM (NEW."is_group_company") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."orgnr" IS DISTINCT FROM (NEW."orgnr") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."supplier_number" IS DISTINCT FROM (NEW."supplier_number") OR OLD."supplier_terms_days" IS DISTINCT FROM (NEW."supplier_terms_days") OR OLD."vat_registered" IS DISTINCT FROM (NEW."vat_registered") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "crm_partyevent" ("company_id", "country", "created_at", "customer_number", "customer_terms_days", "email", "employee_number", "id", "is_active", "is_group_company", "kind", "name", "note", "orgnr", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "supplier_number", "supplier_terms_days", "vat_registered", "website") VALUES (NEW."company_id", NEW."country", NEW."created_at", NEW."customer_number", NEW."customer_terms_days", NEW."email", NEW."employee_number", NEW."id", NEW."is_active", NEW."is_group_company", NEW."kind", NEW."name", NEW."note", NEW."orgnr", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."supplier_number", NEW."supplier_terms_days", NEW."vat_registered", NEW."website"); RETURN NULL;', hash='80f9ce3ef6c53240e78438f29e42636f1976866c', operation='UPDATE', pgid='pgtrigger_update_update_77e4b', table='crm_party', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('company', 'source_key'), name='party_once_per_source_key'),
        ),
    ]
