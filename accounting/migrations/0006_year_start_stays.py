"""The month that a company's fiscal years start in stands fast once one is opened."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounting_year_start_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM accounting_fiscalyear y WHERE y.company_id = NEW.id) THEN
        RAISE EXCEPTION 'a fiscal year is opened: the month it starts in stands fast'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'company_year_start_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER company_year_start_stays BEFORE UPDATE OF fiscal_year_start_month ON companies_company
    FOR EACH ROW WHEN (NEW.fiscal_year_start_month IS DISTINCT FROM OLD.fiscal_year_start_month)
    EXECUTE FUNCTION accounting_year_start_stays();
GRANT SELECT ON accounting_fiscalyear TO erp_kernel;
CREATE POLICY kernel ON accounting_fiscalyear FOR SELECT TO erp_kernel USING (true);
ALTER FUNCTION accounting_year_start_stays() OWNER TO erp_kernel;
"""

BACKWARD = """
DROP TRIGGER company_year_start_stays ON companies_company;
DROP FUNCTION accounting_year_start_stays();
DROP POLICY kernel ON accounting_fiscalyear;
REVOKE SELECT ON accounting_fiscalyear FROM erp_kernel;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0005_open_items_by_date"), ("companies", "0003_named_choices")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
