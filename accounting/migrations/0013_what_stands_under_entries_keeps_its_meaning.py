"""Promises that Python kept alone, kept by PostgreSQL too: VAT terms of entries, currency of items, and what periods,
years, terms, codes and dimension values are. A change of VAT rates is a new version of every company's master data.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

OPTIONS = """LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"""

ENTRIES = f"""
CREATE FUNCTION accounting_entries_follow_codes() RETURNS trigger {OPTIONS} AS $$
DECLARE fault record;
BEGIN
    SELECT a.voucher_id, a.line INTO fault FROM arrived a LEFT JOIN accounting_vatcode c ON c.id = a.vat_code_id
        WHERE (a.vat_code_id IS NOT NULL OR a.vat_term_id IS NOT NULL)
            AND coalesce(c.in_return, false) <> (a.vat_term_id IS NOT NULL) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'line %: what is in the VAT return has a VAT term, and nothing else', fault.line
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_has_the_term_of_its_code';
    END IF;
    RETURN NULL;
END $$;
GRANT SELECT ON accounting_vatcode TO erp_kernel;
CREATE POLICY kernel ON accounting_vatcode FOR SELECT TO erp_kernel USING (true);
ALTER FUNCTION accounting_entries_follow_codes() OWNER TO erp_kernel;
CREATE TRIGGER entry_has_the_term_of_its_code AFTER INSERT ON accounting_entry
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION accounting_entries_follow_codes();
"""

SETTLEMENTS = f"""
CREATE FUNCTION accounting_settlement_lines_meet() RETURNS trigger {OPTIONS} AS $$
DECLARE fault record;
BEGIN
    SELECT a.settlement_id, sum(a.currency_amount) AS difference INTO fault
        FROM arrived a JOIN accounting_settlement s ON s.id = a.settlement_id
        JOIN accounting_openitem i ON i.id = a.open_item_id
        WHERE s.undoes_id IS NULL
        GROUP BY a.settlement_id HAVING sum(a.currency_amount) <> 0 OR count(DISTINCT i.currency) > 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the settlement does not sum to zero in one currency but to %', fault.difference
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_balances_in_its_currency';
    END IF;
    SELECT s.id INTO fault FROM (SELECT DISTINCT settlement_id FROM arrived) a
        JOIN accounting_settlement s ON s.id = a.settlement_id
        WHERE s.undoes_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM accounting_settlementline l WHERE l.settlement_id IN (s.id, s.undoes_id)
            GROUP BY l.open_item_id HAVING sum(l.currency_amount) <> 0)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a settlement is undone by its exact opposite'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_undone_whole';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION accounting_settlement_lines_meet() OWNER TO erp_kernel;
CREATE TRIGGER settlement_lines_meet AFTER INSERT ON accounting_settlementline
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION accounting_settlement_lines_meet();
"""

RATES = """
CREATE FUNCTION accounting_vat_rates_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE accounting_bookstate SET version = gen_random_uuid();
    RETURN NULL;
END $$;
ALTER FUNCTION accounting_vat_rates_change() OWNER TO erp_kernel;
CREATE TRIGGER vat_rates_change AFTER INSERT OR UPDATE OR DELETE ON accounting_vatrate
    FOR EACH STATEMENT EXECUTE FUNCTION accounting_vat_rates_change();
"""

# What each row is from the day it is made. Dates are held by older triggers.
FIXED = {
    "period": ("fiscal_year_id", "number"),
    "fiscalyear": ("year",),
    "vatterm": ("year", "number"),
    "vatcode": ("company_id", "code", "standard_code", "kind", "rate_class", "in_return"),
    "dimension": ("company_id", "kind"),
    "dimensionvalue": ("company_id", "dimension_id"),
}
STAYS = ("period", "fiscalyear", "vatterm", "vatcode")


def changed(columns: tuple[str, ...]) -> str:
    """Return the condition that one of the columns becomes another."""
    sides = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return " IS DISTINCT FROM ".join(f"ROW({side})" for side in sides)


MEANING = "".join(
    f"""
CREATE TRIGGER {table}_keeps_its_meaning BEFORE UPDATE ON accounting_{table}
    FOR EACH ROW WHEN ({changed(columns)}) EXECUTE FUNCTION refuse_change();"""
    for table, columns in FIXED.items()
) + "".join(
    f"""
CREATE TRIGGER {table}_stays BEFORE DELETE ON accounting_{table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"""
    for table in STAYS
)

BACKWARD = (
    "".join(f"DROP TRIGGER {table}_stays ON accounting_{table};\n" for table in STAYS)
    + "".join(f"DROP TRIGGER {table}_keeps_its_meaning ON accounting_{table};\n" for table in FIXED)
    + """
DROP FUNCTION accounting_vat_rates_change() CASCADE;
DROP FUNCTION accounting_settlement_lines_meet() CASCADE;
DROP FUNCTION accounting_entries_follow_codes() CASCADE;
DROP POLICY kernel ON accounting_vatcode;
REVOKE SELECT ON accounting_vatcode FROM erp_kernel;
"""
)

BETWEEN = (
    models.Q(
        currency_amount__gt=0,
        currency_remaining__gte=0,
        currency_remaining__lte=models.F("currency_amount"),
    )
    | models.Q(
        currency_amount__lt=0,
        currency_remaining__lte=0,
        currency_remaining__gte=models.F("currency_amount"),
    )
    | models.Q(currency_amount=0, currency_remaining=0)
)


class Migration(migrations.Migration):
    dependencies = [("accounting", "0012_party_default_values")]
    operations = [
        # Every item is read by the next migration, which lets others write meanwhile.
        AddConstraintNotValid(
            model_name="openitem",
            constraint=models.CheckConstraint(
                name="open_item_currency_remaining_between_zero_and_amount", condition=BETWEEN
            ),
        ),
        # Entries never change, so those from before the rule stay without.
        AddConstraintNotValid(
            model_name="entry",
            constraint=models.CheckConstraint(
                name="entry_in_currency_has_the_day_of_its_rate",
                condition=models.Q(currency="NOK") | models.Q(rate_date__isnull=False),
            ),
        ),
        migrations.RunSQL(ENTRIES + SETTLEMENTS + RATES + MEANING, BACKWARD),
    ]
