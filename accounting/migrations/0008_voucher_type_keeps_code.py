"""The code of a voucher type is a part of its vouchers' numbers: it stays once there are any."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounting_voucher_type_keeps_code() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM accounting_voucherseries s
               WHERE s.company_id = OLD.company_id AND s.voucher_type_id = OLD.id AND s.last_number > 0) THEN
        RAISE EXCEPTION 'voucher type % has vouchers: its code stays', OLD.code
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_type_with_vouchers_keeps_its_code';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_type_keeps_code BEFORE UPDATE OF code, key ON accounting_vouchertype
    FOR EACH ROW WHEN ((NEW.code, NEW.key) IS DISTINCT FROM (OLD.code, OLD.key))
    EXECUTE FUNCTION accounting_voucher_type_keeps_code();
ALTER FUNCTION accounting_voucher_type_keeps_code() OWNER TO erp_kernel;
"""

BACKWARD = """
DROP TRIGGER voucher_type_keeps_code ON accounting_vouchertype;
DROP FUNCTION accounting_voucher_type_keeps_code();
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0007_setup_has_names")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
