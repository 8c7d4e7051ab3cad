"""The ledger's promises, attacked with SQL by the serving role itself."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounting.ledger.actions import lock_period
from accounting.ledger.models import Entry, Period, Voucher
from accounting.open_items.models import OpenItem
from crm.models import Party
from erp.companies.scope import Scope, set_scope
from tests.support.database import connect
from tests.world import World, line, post

pytestmark = pytest.mark.django_db

INSERT_VOUCHER = """
    INSERT INTO accounting_voucher (company_id, voucher_type_id, fiscal_year_id, number, date, period_id, text,
        fingerprint, reason, reverses_id)
    SELECT company_id, voucher_type_id, fiscal_year_id, {number}, {date}, period_id, '', '', {reason}, {reverses}
    FROM accounting_voucher WHERE id = {id} RETURNING id
"""
INSERT_ENTRIES = """
    INSERT INTO accounting_entry (company_id, voucher_id, period_id, date, line, account_id, amount, currency,
        currency_amount, rate, vat_role, vat_specification, free_values, invoice_number, kid, text)
    SELECT e.company_id, {voucher}, e.period_id, e.date, e.line + {shift}, e.account_id, {amount}, 'NOK', {amount}, 1,
        '', '', '{{}}', '', '', '' FROM accounting_entry e WHERE e.voucher_id = {id}
"""


@pytest.fixture
def voucher(world: World) -> Voucher:
    return post(world, line("1920", "100.00"), line("3900", "-100.00"))


def run(*statements: str) -> None:
    """Run statements in one transaction and let its deferred checks fire."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(promise: str, *statements: str) -> None:
    """Run statements that must be refused, naming the promise or saying it in words."""
    with pytest.raises(DatabaseError) as refusal:
        run(*statements)
    diagnosis = refusal.value.__cause__.diag
    assert promise in f"{diagnosis.message_primary} {diagnosis.constraint_name}"


def next_voucher(voucher: Voucher, **changes: object) -> list[str]:
    """SQL that takes the next number properly and inserts a voucher like another."""
    values = {
        "number": voucher.number + 1,
        "date": "date",
        "reason": "''",
        "reverses": "NULL",
        "id": voucher.pk,
    } | changes
    take = f"UPDATE accounting_voucherseries SET last_number = last_number + 1 WHERE voucher_type_id = {voucher.voucher_type_id} AND fiscal_year_id = {voucher.fiscal_year_id}"
    return [take, INSERT_VOUCHER.format(**values)]


def entries(
    voucher: Voucher, amount: str = "e.amount", into: str = "lastval()", shift: int = 0
) -> str:
    return INSERT_ENTRIES.format(id=voucher.pk, amount=amount, voucher=into, shift=shift)


def newest(voucher: Voucher) -> str:
    return f"(SELECT max(id) FROM accounting_voucher WHERE company_id = {voucher.company_id})"


def test_the_honest_way_is_open(voucher: Voucher) -> None:
    run(*next_voucher(voucher), entries(voucher, into=newest(voucher)))


def test_an_unbalanced_voucher_is_refused(voucher: Voucher) -> None:
    refused(
        "out of balance",
        *next_voucher(voucher),
        entries(voucher, "abs(e.amount)", into=newest(voucher)),
    )


def test_half_an_ore_cannot_hide(voucher: Voucher) -> None:
    off = "CASE WHEN e.amount > 0 THEN e.amount + 0.01 ELSE e.amount END"
    refused("out of balance", *next_voucher(voucher), entries(voucher, off, into=newest(voucher)))


def test_an_empty_voucher_is_refused(voucher: Voucher) -> None:
    refused("voucher_is_never_empty", *next_voucher(voucher))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounting_entry SET amount = amount * 2",
        "UPDATE accounting_entry SET text = 'changed'",
        "DELETE FROM accounting_entry",
        "TRUNCATE accounting_entry CASCADE",
        "UPDATE accounting_voucher SET text = 'changed'",
        "DELETE FROM accounting_voucher",
        "TRUNCATE accounting_voucher CASCADE",
        "UPDATE accounting_accountbalance SET debit = 0",
        "DELETE FROM accounting_accountbalance",
        "INSERT INTO accounting_accountbalance SELECT * FROM accounting_accountbalance",
        "UPDATE accounting_openitem SET remaining = 0",
        "DELETE FROM accounting_openitem",
        "UPDATE accounting_settlementline SET amount = 1",
        "DELETE FROM accounting_voucherseries",
        "DELETE FROM accounting_dimensionvalue WHERE id = -1; DELETE FROM accounting_settlement",
        "ALTER TABLE accounting_entry DISABLE TRIGGER ALL",
        "ALTER TABLE accounting_entry DISABLE ROW LEVEL SECURITY",
        "SET session_replication_role = replica",
        "DROP TRIGGER entry_arrives ON accounting_entry",
    ],
)
def test_the_serving_role_cannot_change_remove_or_disarm(voucher: Voucher, statement: str) -> None:
    with pytest.raises(DatabaseError):
        run(statement)


@pytest.mark.parametrize(
    "table", ["accounting_voucher", "accounting_entry", "accounting_settlementline"]
)
def test_even_the_owner_meets_the_triggers(table: str) -> None:
    with connect("MIGRATION_DATABASE_URL") as owner:
        owner.execute("SET lock_timeout = '2s'")
        with pytest.raises(psycopg.errors.IntegrityError, match="immutable"):
            owner.execute(f"TRUNCATE {table} CASCADE".encode())


def test_a_voucher_cannot_name_another_transaction(voucher: Voucher) -> None:
    with_xact = (
        INSERT_VOUCHER.format(
            number=voucher.number + 1, date="date", reason="''", reverses="NULL", id=voucher.pk
        )
        .replace("reverses_id)", "reverses_id, xact)")
        .replace("NULL\n", "NULL, '99999999'::xid8\n")
    )
    assert "xid8" in with_xact
    refused(
        "names the transaction",
        next_voucher(voucher)[0],
        with_xact,
        entries(voucher, into=newest(voucher)),
    )


def test_a_number_that_skips_is_refused(voucher: Voucher) -> None:
    jump = f"UPDATE accounting_voucherseries SET last_number = last_number + 5 WHERE voucher_type_id = {voucher.voucher_type_id} AND fiscal_year_id = {voucher.fiscal_year_id}"
    refused(
        "gap",
        jump,
        next_voucher(voucher, number=voucher.number + 5)[1],
        entries(voucher, into=newest(voucher)),
    )


def test_a_number_beyond_the_series_is_refused(voucher: Voucher) -> None:
    refused("gap", next_voucher(voucher)[1], entries(voucher, into=newest(voucher)))


def test_a_number_taken_and_not_used_is_refused(voucher: Voucher) -> None:
    refused("not used", next_voucher(voucher)[0])


def test_a_series_never_counts_down(voucher: Voucher) -> None:
    refused(
        "only counts up",
        f"UPDATE accounting_voucherseries SET last_number = 0 WHERE voucher_type_id = {voucher.voucher_type_id} AND fiscal_year_id = {voucher.fiscal_year_id}",
    )


def test_the_same_number_twice_is_refused(voucher: Voucher) -> None:
    refused("voucher_number_once", next_voucher(voucher, number=voucher.number)[1])


def test_a_locked_period_is_refused_by_the_database_too(world: World, voucher: Voucher) -> None:
    lock_period(company=world.fjord, by=world.ola, period=Period.objects.get(pk=voucher.period_id))
    refused("is locked", *next_voucher(voucher), entries(voucher, into=newest(voucher)))


def test_a_date_outside_the_period_is_refused(voucher: Voucher) -> None:
    refused("outside the period", *next_voucher(voucher, date="date + 40"))


def test_an_entry_on_a_control_account_needs_a_party(world: World, voucher: Voucher) -> None:
    control = f"(SELECT id FROM accounting_account WHERE company_id = {world.fjord.pk} AND number = '2400')"
    statement = entries(voucher, into=newest(voucher)).replace("e.account_id", control)
    refused("needs a party", *next_voucher(voucher), statement)


def test_a_voucher_is_reversed_at_most_once(voucher: Voucher) -> None:
    first = next_voucher(voucher, reverses=voucher.pk, reason="'feil'")
    second = next_voucher(voucher, number=voucher.number + 2, reverses=voucher.pk, reason="'feil'")
    run(*first, entries(voucher, "-e.amount", into=newest(voucher)))
    refused("voucher_reversed_at_most_once", *second)


def test_a_reversal_without_a_reason_is_refused(voucher: Voucher) -> None:
    refused("voucher_reversal_has_a_reason", *next_voucher(voucher, reverses=voucher.pk))


def test_settlements_that_do_not_meet_are_refused(world: World) -> None:
    party = Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)
    invoice = post(world, line("1500", "100.00", party=party.pk), line("3900", "-100.00"))
    payment = post(world, line("1920", "60.00"), line("1500", "-60.00", party=party.pk))
    items = {i.voucher_id: i.pk for i in OpenItem.objects.all()}
    header = f"INSERT INTO accounting_settlement (company_id, date, reason) VALUES ({world.fjord.pk}, '2026-11-24', 'test')"

    def lines(one: str, other: str) -> str:
        return (
            "INSERT INTO accounting_settlementline (company_id, settlement_id, open_item_id, amount, currency_amount)"
            f" SELECT {world.fjord.pk}, (SELECT max(id) FROM accounting_settlement), i, a, a FROM (VALUES"
            f" ({items[invoice.pk]}, {one}), ({items[payment.pk]}, {other})) AS v(i, a)"
        )

    refused("does not sum to zero", header, lines("60.00", "-59.99"))
    refused("remaining_between_zero_and_amount", header, lines("60.01", "-60.01"))
    run(header, lines("60.00", "-60.00"))
    assert OpenItem.objects.get(pk=items[invoice.pk]).remaining == 40
    refused("remaining_between_zero_and_amount", header, lines("40.00", "-40.00"))


@pytest.mark.parametrize(
    ("column", "table"),
    [
        ("account_id", "accounting_account"),
        ("party_id", "crm_party"),
        ("department_id", "accounting_dimensionvalue"),
        ("project_id", "accounting_dimensionvalue"),
        ("vat_code_id", "accounting_vatcode"),
        ("vat_term_id", "accounting_vatterm"),
    ],
)
def test_an_entry_never_points_into_another_company(
    world: World, voucher: Voucher, column: str, table: str
) -> None:
    set_scope(Scope(companies=(world.fjord.pk, world.tind.pk)))
    foreign = make_foreign_row(world, table)
    statement = entries(voucher, into=newest(voucher))
    if column == "account_id":
        statement = statement.replace("e.account_id", str(foreign))
    else:
        statement = statement.replace(
            "account_id, amount", f"account_id, {column}, amount"
        ).replace("e.account_id,", f"e.account_id, {foreign},")
    with pytest.raises(DatabaseError):
        run(*next_voucher(voucher), statement)
    assert Entry.objects.filter(voucher__company=world.tind).count() == 0


def make_foreign_row(world: World, table: str) -> int:
    """Return the id of a row of Tind AS."""
    if table == "crm_party":
        return Party.objects.create(company=world.tind, name="Fremmed AS").pk
    made = {
        "accounting_dimensionvalue": f"INSERT INTO accounting_dimensionvalue (company_id, dimension_id, code, name, is_active) SELECT company_id, id, '1', 'x', true FROM accounting_dimension WHERE company_id = {world.tind.pk} AND kind = 'department' RETURNING id",
        "accounting_vatterm": f"INSERT INTO accounting_vatterm (company_id, year, number, start, \"end\", is_locked) VALUES ({world.tind.pk}, 2026, 6, '2026-11-01', '2026-12-31', false) RETURNING id",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            made.get(table, f"SELECT id FROM {table} WHERE company_id = {world.tind.pk} LIMIT 1")
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_posted_voucher(world: World) -> None:
    posted = post(world, line("1920", "100.00"), line("3900", "-100.00"))
    refused("never added to a posted voucher", entries(posted, into=str(posted.pk), shift=10))
