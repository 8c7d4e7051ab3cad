"""A number that was given is never given again: a series only counts up, and stays."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION companies_series_only_counts_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'number series % only counts up', OLD.key
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'number_series_only_counts_up';
END $$;
COMMENT ON FUNCTION companies_series_only_counts_up() IS 'Trigger of number series.';
CREATE TRIGGER number_series_only_counts_up BEFORE UPDATE ON companies_numberseries
    FOR EACH ROW WHEN (NEW.last_number <= OLD.last_number
        OR (NEW.id, NEW.company_id, NEW.key) IS DISTINCT FROM (OLD.id, OLD.company_id, OLD.key))
    EXECUTE FUNCTION companies_series_only_counts_up();
CREATE TRIGGER number_series_stays BEFORE DELETE ON companies_numberseries
    FOR EACH ROW EXECUTE FUNCTION companies_series_only_counts_up();
CREATE TRIGGER number_series_is_never_truncated BEFORE TRUNCATE ON companies_numberseries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE, TRUNCATE ON companies_numberseries FROM erp_app;
"""

BACKWARD = """
GRANT DELETE ON companies_numberseries TO erp_app;
DROP TRIGGER number_series_is_never_truncated ON companies_numberseries;
DROP TRIGGER number_series_stays ON companies_numberseries;
DROP TRIGGER number_series_only_counts_up ON companies_numberseries;
DROP FUNCTION companies_series_only_counts_up();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0005_history_cannot_be_put_aside"),
        ("db", "0001_scope_functions"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
