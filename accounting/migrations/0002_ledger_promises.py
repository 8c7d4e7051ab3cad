"""The ledger's promises, kept by PostgreSQL.

Functions run as `erp_kernel` (SECURITY DEFINER), a role that nobody can log in as: the serving role needs no
right to write balances and open items, and the kernel's own policy keeps row security's conditions out of
their plans; they compare companies themselves. Sequential, hash and merge plans are switched off inside
them: a plan cached while the tables were small must not scan them when they have grown.
"""

from django.db import migrations

from erp.db.operations import OnlyGrows, SecureTenantTables

OPTIONS = """LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"""

VOUCHERS = f"""
CREATE FUNCTION accounting_vouchers_arrive() RETURNS trigger {OPTIONS} AS $$
DECLARE fault record;
BEGIN
    -- Posting shares the period's row, locking takes it whole: a lock cannot slip past a posting begun.
    PERFORM 1 FROM accounting_period p
        WHERE p.id IN (SELECT DISTINCT a.period_id FROM arrived a) ORDER BY p.id FOR SHARE;
    SELECT v.number, p.start, p.is_locked, v.date INTO fault
        FROM arrived v JOIN accounting_period p ON p.id = v.period_id
        JOIN accounting_vouchertype t ON t.id = v.voucher_type_id
        WHERE p.is_locked OR (p.is_sales_locked AND t.area = 'sales') OR (p.is_purchase_locked AND t.area = 'purchase')
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period % is locked', to_char(fault.start, 'MM.YYYY')
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_in_open_period';
    END IF;
    SELECT v.number, v.date INTO fault
        FROM arrived v JOIN accounting_period p ON p.id = v.period_id
        WHERE v.date NOT BETWEEN p.start AND p."end" OR v.fiscal_year_id <> p.fiscal_year_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'date % is outside the period', fault.date
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_date_in_its_period';
    END IF;
    SELECT v.number INTO fault FROM arrived v WHERE v.xact <> pg_current_xact_id() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a voucher names the transaction that makes it'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_names_its_transaction';
    END IF;
    SELECT v.number INTO fault FROM arrived v
        LEFT JOIN accounting_voucherseries s
            ON s.voucher_type_id = v.voucher_type_id AND s.fiscal_year_id = v.fiscal_year_id
        WHERE s.id IS NULL OR v.number > s.last_number OR v.number < 1
            -- A look-up, not NOT EXISTS, which the planner would answer by reading every voucher.
            OR (v.number > 1 AND (
                SELECT earlier.id FROM accounting_voucher earlier WHERE earlier.voucher_type_id = v.voucher_type_id
                AND earlier.fiscal_year_id = v.fiscal_year_id AND earlier.number = v.number - 1) IS NULL)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'voucher number % would leave a gap', fault.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_numbers_without_gaps';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER voucher_arrives AFTER INSERT ON accounting_voucher
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION accounting_vouchers_arrive();

-- A voucher is never empty: at the end of its transaction it has a first entry. A key, since no plan of a key's
-- check depends on how large the tables were when it was made.
ALTER TABLE accounting_voucher ADD CONSTRAINT voucher_is_never_empty FOREIGN KEY (id, first_line)
    REFERENCES accounting_entry (voucher_id, line) DEFERRABLE INITIALLY DEFERRED;
"""

SERIES = f"""
CREATE FUNCTION accounting_series_counts_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_number < OLD.last_number OR (NEW.company_id, NEW.voucher_type_id, NEW.fiscal_year_id)
        IS DISTINCT FROM (OLD.company_id, OLD.voucher_type_id, OLD.fiscal_year_id) THEN
        RAISE EXCEPTION 'a number series only counts up'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_series_only_counts_up';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER voucher_series_only_counts_up BEFORE UPDATE ON accounting_voucherseries
    FOR EACH ROW EXECUTE FUNCTION accounting_series_counts_up();

CREATE TRIGGER voucher_series_stays BEFORE DELETE ON accounting_voucherseries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER voucher_series_never_truncated BEFORE TRUNCATE ON accounting_voucherseries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION accounting_series_number_is_used() RETURNS trigger {OPTIONS} AS $$
BEGIN
    IF NEW.last_number > 0 AND NOT EXISTS (
        SELECT 1 FROM accounting_voucher v WHERE v.voucher_type_id = NEW.voucher_type_id
        AND v.fiscal_year_id = NEW.fiscal_year_id AND v.number = NEW.last_number) THEN
        RAISE EXCEPTION 'number % of the series was taken and not used', NEW.last_number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_series_leaves_no_gap';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER voucher_series_leaves_no_gap AFTER INSERT OR UPDATE ON accounting_voucherseries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounting_series_number_is_used();
"""

ENTRIES = f"""
CREATE FUNCTION accounting_entries_arrive() RETURNS trigger {OPTIONS} AS $$
DECLARE fault record;
BEGIN
    -- Every voucher that gets entries gets all of them in this statement, and they sum to zero: no tolerance.
    SELECT a.voucher_id, sum(a.amount) AS difference INTO fault
        FROM arrived a GROUP BY a.voucher_id HAVING sum(a.amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the voucher is out of balance by %', fault.difference
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_balances';
    END IF;
    SELECT v.id, v.xact <> pg_current_xact_id() AS is_late INTO fault
        FROM (SELECT DISTINCT voucher_id, period_id, date, company_id FROM arrived) a
        JOIN accounting_voucher v ON v.id = a.voucher_id
        WHERE v.xact <> pg_current_xact_id() OR v.period_id <> a.period_id OR v.date <> a.date
            OR v.company_id <> a.company_id
        LIMIT 1;
    IF FOUND THEN
        IF fault.is_late THEN
            RAISE EXCEPTION 'immutable: entries are never added to a posted voucher'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'voucher_arrives_whole';
        END IF;
        RAISE EXCEPTION 'an entry has its voucher''s date, period and company'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_follows_its_voucher';
    END IF;
    -- A control account without a party would make the sub-ledger differ from the ledger.
    SELECT ac.number INTO fault FROM arrived a JOIN accounting_account ac ON ac.id = a.account_id
        WHERE (ac.party_role <> '') <> (a.party_id IS NOT NULL) AND ac.party_role <> '' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'account % needs a party', fault.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_on_control_account_has_a_party';
    END IF;
    IF EXISTS (SELECT 1 FROM arrived a WHERE a.vat_term_id IS NOT NULL) THEN
        PERFORM 1 FROM accounting_vatterm t
            WHERE t.id IN (SELECT DISTINCT a.vat_term_id FROM arrived a) ORDER BY t.id FOR SHARE;
        SELECT t.number, t.year INTO fault FROM accounting_vatterm t
            WHERE t.id IN (SELECT DISTINCT a.vat_term_id FROM arrived a) AND t.is_locked LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'VAT term %/% is locked', fault.number, fault.year
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_in_open_vat_term';
        END IF;
    END IF;
    IF EXISTS (SELECT 1 FROM arrived a WHERE a.department_id IS NOT NULL OR a.project_id IS NOT NULL
               OR a.free_values <> '{{}}') THEN
        PERFORM accounting_dimensions_fit(a.company_id, a.department_id, a.project_id, a.free_values)
            FROM (SELECT DISTINCT company_id, department_id, project_id, free_values FROM arrived) a;
    END IF;
    INSERT INTO accounting_accountbalance AS b
        (company_id, account_id, period_id, department_id, project_id, debit, credit, entries)
        SELECT a.company_id, a.account_id, a.period_id, a.department_id, a.project_id,
               sum(a.debit), sum(a.credit), count(*)
        FROM arrived a GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (company_id, account_id, period_id, department_id, project_id)
        DO UPDATE SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit,
                      entries = b.entries + excluded.entries;
    INSERT INTO accounting_openitem (company_id, entry_id, voucher_id, account_id, party_id, date, due_date,
            invoice_number, kid, amount, remaining, currency, currency_amount, currency_remaining)
        SELECT a.company_id, a.id, a.voucher_id, a.account_id, a.party_id, a.date, a.due_date,
               a.invoice_number, a.kid, a.amount, a.amount, a.currency, a.currency_amount, a.currency_amount
        FROM arrived a JOIN accounting_account ac ON ac.id = a.account_id WHERE ac.party_role <> '';
    RETURN NULL;
END $$;

CREATE FUNCTION accounting_dimensions_fit(company bigint, department bigint, project bigint, free_ids bigint[])
RETURNS void {OPTIONS} AS $$
DECLARE found_values integer;
BEGIN
    IF department IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounting_dimensionvalue v
            JOIN accounting_dimension d ON d.id = v.dimension_id WHERE v.id = department AND d.kind = 'department')
       OR project IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounting_dimensionvalue v
            JOIN accounting_dimension d ON d.id = v.dimension_id WHERE v.id = project AND d.kind = 'project') THEN
        RAISE EXCEPTION 'department and project are values of those dimensions'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_dimensions_fit';
    END IF;
    IF free_ids <> '{{}}' THEN
        SELECT count(DISTINCT v.dimension_id) INTO found_values FROM accounting_dimensionvalue v
            JOIN accounting_dimension d ON d.id = v.dimension_id
            WHERE v.id = ANY (free_ids) AND v.company_id = company AND d.kind = 'free';
        IF found_values <> cardinality(free_ids) THEN
            RAISE EXCEPTION 'free dimension values are the company''s own, one for each dimension'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_dimensions_fit';
        END IF;
    END IF;
END $$;

CREATE TRIGGER entry_arrives AFTER INSERT ON accounting_entry
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION accounting_entries_arrive();

CREATE INDEX entry_by_free_values ON accounting_entry USING gin (free_values) WHERE free_values <> '{{}}';

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON accounting_accountbalance, accounting_openitem FROM erp_app;
"""

SETTLEMENTS = f"""
CREATE FUNCTION accounting_settlement_lines_arrive() RETURNS trigger {OPTIONS} AS $$
DECLARE fault record;
BEGIN
    PERFORM 1 FROM accounting_openitem i
        WHERE i.id IN (SELECT a.open_item_id FROM arrived a) ORDER BY i.id FOR UPDATE;
    SELECT a.settlement_id, sum(a.amount) AS difference INTO fault
        FROM arrived a GROUP BY a.settlement_id HAVING sum(a.amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the settlement does not sum to zero but to %', fault.difference
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_balances';
    END IF;
    SELECT a.settlement_id INTO fault FROM arrived a JOIN accounting_openitem i ON i.id = a.open_item_id
        GROUP BY a.settlement_id
        HAVING count(DISTINCT (i.account_id, i.party_id)) > 1 OR count(DISTINCT i.company_id) > 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a settlement is between items of one party on one account'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_of_one_party';
    END IF;
    SELECT s.id INTO fault FROM arrived a JOIN accounting_settlement s ON s.id = a.settlement_id
        JOIN accounting_openitem i ON i.id = a.open_item_id
        WHERE s.company_id <> a.company_id OR i.company_id <> a.company_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a settlement and its items are of one company'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_of_one_company';
    END IF;
    SELECT s.id INTO fault FROM arrived a JOIN accounting_settlement s ON s.id = a.settlement_id
        WHERE s.xact <> pg_current_xact_id() LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'immutable: lines are never added to a settlement'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_arrives_whole';
    END IF;
    SELECT s.id INTO fault FROM (SELECT DISTINCT settlement_id FROM arrived) a
        JOIN accounting_settlement s ON s.id = a.settlement_id
        WHERE s.undoes_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM (
                SELECT open_item_id, amount FROM accounting_settlementline WHERE settlement_id = s.undoes_id
                UNION ALL SELECT open_item_id, amount FROM arrived WHERE settlement_id = s.id) both_ways
            GROUP BY open_item_id HAVING sum(amount) <> 0)
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a settlement is undone by its exact opposite'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'settlement_undone_whole';
    END IF;
    UPDATE accounting_openitem i
        SET remaining = i.remaining - taken.amount, currency_remaining = i.currency_remaining - taken.currency_amount
        FROM (SELECT open_item_id, sum(amount) AS amount, sum(currency_amount) AS currency_amount
              FROM arrived GROUP BY 1) taken
        WHERE i.id = taken.open_item_id;
    RETURN NULL;
END $$;

CREATE TRIGGER settlement_lines_arrive AFTER INSERT ON accounting_settlementline
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION accounting_settlement_lines_arrive();
"""

MASTER = """
-- What entries stand on must not change its meaning under them.
CREATE FUNCTION accounting_account_keeps_meaning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.number = OLD.number AND NEW.party_role = OLD.party_role
       AND NEW.company_id = OLD.company_id THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM accounting_entry e WHERE e.company_id = OLD.company_id AND e.account_id = OLD.id) THEN
        RAISE EXCEPTION 'account % has entries: its number and sub-ledger stay', OLD.number
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_with_entries_keeps_its_meaning';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER account_keeps_meaning BEFORE UPDATE OR DELETE ON accounting_account
    FOR EACH ROW EXECUTE FUNCTION accounting_account_keeps_meaning();

CREATE TRIGGER dimension_value_stays BEFORE DELETE ON accounting_dimensionvalue
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE accounting_period ADD CONSTRAINT period_never_overlaps
    EXCLUDE USING gist (company_id WITH =, daterange(start, "end", '[]') WITH &&);
ALTER TABLE accounting_fiscalyear ADD CONSTRAINT fiscal_year_never_overlaps
    EXCLUDE USING gist (company_id WITH =, daterange(start, "end", '[]') WITH &&);
ALTER TABLE accounting_vatterm ADD CONSTRAINT vat_term_never_overlaps
    EXCLUDE USING gist (company_id WITH =, daterange(start, "end", '[]') WITH &&);
ALTER TABLE accounting_vatrate ADD CONSTRAINT vat_rate_never_overlaps
    EXCLUDE USING gist (rate_class WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

CREATE FUNCTION accounting_period_keeps_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.start, NEW."end", NEW.company_id) IS DISTINCT FROM (OLD.start, OLD."end", OLD.company_id) THEN
        RAISE EXCEPTION 'the dates of a % stay', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_keeps_its_dates';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER period_keeps_its_dates BEFORE UPDATE ON accounting_period
    FOR EACH ROW EXECUTE FUNCTION accounting_period_keeps_dates();
CREATE TRIGGER fiscal_year_keeps_its_dates BEFORE UPDATE ON accounting_fiscalyear
    FOR EACH ROW EXECUTE FUNCTION accounting_period_keeps_dates();
CREATE TRIGGER vat_term_keeps_its_dates BEFORE UPDATE ON accounting_vatterm
    FOR EACH ROW EXECUTE FUNCTION accounting_period_keeps_dates();
"""

STATE = """
-- What processes keep in memory of a company's books is good for one version of them.
CREATE FUNCTION accounting_books_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO accounting_bookstate (company_id, version)
        SELECT c.company_id, gen_random_uuid() FROM changed c GROUP BY c.company_id
        ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;

DO $do$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['account', 'accountdimension', 'dimension', 'vouchertype', 'period', 'fiscalyear',
                                'vatcode', 'vatterm'] LOOP
        EXECUTE format('CREATE TRIGGER books_change_insert AFTER INSERT ON accounting_%1$s REFERENCING NEW TABLE AS'
            ' changed FOR EACH STATEMENT EXECUTE FUNCTION accounting_books_change()', name);
        EXECUTE format('CREATE TRIGGER books_change_update AFTER UPDATE ON accounting_%1$s REFERENCING NEW TABLE AS'
            ' changed FOR EACH STATEMENT EXECUTE FUNCTION accounting_books_change()', name);
        EXECUTE format('CREATE TRIGGER books_change_delete AFTER DELETE ON accounting_%1$s REFERENCING OLD TABLE AS'
            ' changed FOR EACH STATEMENT EXECUTE FUNCTION accounting_books_change()', name);
    END LOOP;
END $do$;

REVOKE INSERT, UPDATE, DELETE ON accounting_bookstate FROM erp_app;
"""

KERNEL = """
DO $do$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['voucher', 'entry', 'voucherseries', 'vouchertype', 'period', 'vatterm', 'account',
        'dimension', 'dimensionvalue', 'settlement', 'settlementline', 'openitem', 'accountbalance', 'bookstate'] LOOP
        EXECUTE format('GRANT SELECT ON accounting_%s TO erp_kernel', name);
        EXECUTE format('CREATE POLICY kernel ON accounting_%s TO erp_kernel USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['vouchers_arrive()', 'series_number_is_used()', 'entries_arrive()',
        'dimensions_fit(bigint, bigint, bigint, bigint[])', 'settlement_lines_arrive()', 'account_keeps_meaning()',
        'books_change()'] LOOP
        EXECUTE format('ALTER FUNCTION accounting_%s OWNER TO erp_kernel', name);
    END LOOP;
END $do$;
GRANT INSERT, UPDATE ON accounting_accountbalance, accounting_openitem, accounting_bookstate TO erp_kernel;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO erp_kernel;
-- FOR SHARE asks for the right to update.
GRANT UPDATE (is_locked) ON accounting_period, accounting_vatterm TO erp_kernel;
"""

BACKWARD = """
DO $do$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['voucher', 'entry', 'voucherseries', 'vouchertype', 'period', 'vatterm', 'account',
        'dimension', 'dimensionvalue', 'settlement', 'settlementline', 'openitem', 'accountbalance', 'bookstate'] LOOP
        EXECUTE format('DROP POLICY kernel ON accounting_%s', name);
    END LOOP;
END $do$;
ALTER TABLE accounting_voucher DROP CONSTRAINT voucher_is_never_empty;
DROP FUNCTION accounting_books_change() CASCADE;
ALTER TABLE accounting_vatrate DROP CONSTRAINT vat_rate_never_overlaps;
ALTER TABLE accounting_vatterm DROP CONSTRAINT vat_term_never_overlaps;
ALTER TABLE accounting_fiscalyear DROP CONSTRAINT fiscal_year_never_overlaps;
ALTER TABLE accounting_period DROP CONSTRAINT period_never_overlaps;
DROP INDEX entry_by_free_values;
DROP TRIGGER dimension_value_stays ON accounting_dimensionvalue;
DROP TRIGGER voucher_series_stays ON accounting_voucherseries;
DROP TRIGGER voucher_series_never_truncated ON accounting_voucherseries;
DROP FUNCTION accounting_period_keeps_dates() CASCADE;
DROP FUNCTION accounting_account_keeps_meaning() CASCADE;
DROP FUNCTION accounting_settlement_lines_arrive() CASCADE;
DROP FUNCTION accounting_entries_arrive() CASCADE;
DROP FUNCTION accounting_dimensions_fit(bigint, bigint, bigint, bigint[]) CASCADE;
DROP FUNCTION accounting_series_number_is_used() CASCADE;
DROP FUNCTION accounting_series_counts_up() CASCADE;
DROP FUNCTION accounting_vouchers_arrive() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial"), ("db", "0001_scope_functions")]
    operations = [
        SecureTenantTables(),
        migrations.RunSQL(VOUCHERS + SERIES + ENTRIES + SETTLEMENTS + MASTER + STATE + KERNEL, BACKWARD),
        OnlyGrows("Voucher"),
        OnlyGrows("Entry"),
        OnlyGrows("VoucherAttachment"),
        OnlyGrows("Settlement"),
        OnlyGrows("SettlementLine"),
    ]
