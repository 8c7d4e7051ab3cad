"""A document that arrived stays, with its stamp number and its original."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION inbox_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'document #% stays, with its stamp number and its original', OLD.stamp_number
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'document_stays';
END $$;
COMMENT ON FUNCTION inbox_document_stays() IS 'Trigger of documents.';
CREATE TRIGGER document_keeps_stamp_and_original BEFORE UPDATE ON inbox_document
    FOR EACH ROW WHEN ((NEW.id, NEW.company_id, NEW.stamp_number, NEW.file_id, NEW.source, NEW.received_at, NEW.received_by_id)
        IS DISTINCT FROM (OLD.id, OLD.company_id, OLD.stamp_number, OLD.file_id, OLD.source, OLD.received_at, OLD.received_by_id))
    EXECUTE FUNCTION inbox_document_stays();
CREATE TRIGGER document_stays BEFORE DELETE ON inbox_document
    FOR EACH ROW EXECUTE FUNCTION inbox_document_stays();
CREATE TRIGGER document_is_never_truncated BEFORE TRUNCATE ON inbox_document
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE, TRUNCATE ON inbox_document FROM erp_app;
"""

BACKWARD = """
GRANT DELETE ON inbox_document TO erp_app;
DROP TRIGGER document_is_never_truncated ON inbox_document;
DROP TRIGGER document_stays ON inbox_document;
DROP TRIGGER document_keeps_stamp_and_original ON inbox_document;
DROP FUNCTION inbox_document_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0005_reading_has_a_lease"), ("db", "0001_scope_functions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
