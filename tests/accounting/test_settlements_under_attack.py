"""More promises of PostgreSQL, attacked with SQL by the serving role: settlements, dimensions, locks, set-up."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounting.ledger.actions import lock_period, lock_vat_term
from accounting.ledger.checks import check_books
from accounting.ledger.models import (
    Account,
    Dimension,
    DimensionValue,
    FiscalYear,
    Period,
    Voucher,
)
from accounting.open_items.actions import Part, settle_items
from accounting.open_items.models import OpenItem, Settlement
from accounting.vat.models import VatTerm
from crm.models import Party
from erp.companies.scope import Scope, set_scope
from tests.accounting.test_ledger_under_attack import entries, newest, next_voucher, refused, run
from tests.world import TODAY, World, line, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)


def item(world: World, party: Party, amount: str, account: str = "1500") -> OpenItem:
    """Post an entry on a control account and return its item."""
    against = str(-Decimal(amount))
    return OpenItem.objects.get(
        voucher=post(world, line(account, amount, party=party.pk), line("3900", against))
    )


def header(world: World, undoes: int | None = None) -> str:
    return (
        "INSERT INTO accounting_settlement (company_id, date, reason, undoes_id) VALUES"
        f" ({world.fjord.pk}, '2026-11-24', 'angrep', {undoes or 'NULL'})"
    )


def lines(
    world: World, *parts: tuple[OpenItem, str], into: str = "", company: int | None = None
) -> str:
    values = ", ".join(f"({i.pk}, {amount})" for i, amount in parts)
    return (
        "INSERT INTO accounting_settlementline (company_id, settlement_id, open_item_id, amount, currency_amount)"
        f" SELECT {company or world.fjord.pk}, {into or '(SELECT max(id) FROM accounting_settlement)'}, i, a, a"
        f" FROM (VALUES {values}) AS v(i, a)"
    )


# --- Settlements ---


def test_items_of_two_parties_or_accounts_never_meet(world: World, customer: Party) -> None:
    other = Party.objects.create(
        company=world.fjord, name="Annen AS", customer_number=10002, is_group_company=True
    )
    owed, theirs = item(world, customer, "100.00"), item(world, other, "-100.00")
    refused("one party", header(world), lines(world, (owed, "100"), (theirs, "-100")))
    mine, group = item(world, other, "50.00"), item(world, other, "-50.00", "1560")
    refused("one party", header(world), lines(world, (mine, "50"), (group, "-50")))
    assert check_books(world.fjord) == []


def test_a_settlement_is_undone_by_nothing_but_its_opposite(world: World, customer: Party) -> None:
    owed, paid = item(world, customer, "100.00"), item(world, customer, "-100.00")
    more, less = item(world, customer, "1.00"), item(world, customer, "-1.00")
    run(header(world), lines(world, (owed, "60"), (paid, "-60")))
    first = Settlement.objects.get().pk
    for parts in (
        ((owed, "-50"), (paid, "50")),
        ((owed, "40"), (paid, "-40")),
        ((owed, "-60"), (paid, "60"), (more, "1"), (less, "-1")),
    ):
        refused("exact opposite", header(world, first), lines(world, *parts))
    run(header(world, first), lines(world, (owed, "-60"), (paid, "60")))
    refused("undoes_id", header(world, first), lines(world, (owed, "-60"), (paid, "60")))
    assert check_books(world.fjord) == []


def test_nothing_is_taken_from_an_item_by_way_of_a_negative_part(
    world: World, customer: Party
) -> None:
    owed, paid = item(world, customer, "100.00"), item(world, customer, "-100.00")
    refused("remaining_between", header(world), lines(world, (owed, "-10"), (paid, "10")))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_settlement_later(world: World, customer: Party) -> None:
    owed, paid = item(world, customer, "100.00"), item(world, customer, "-100.00")
    more, less = item(world, customer, "5.00"), item(world, customer, "-5.00")
    settlement = settle_items(
        company=world.fjord,
        by=world.ola,
        parts=[Part(owed.pk, owed.amount), Part(paid.pk, paid.amount)],
        on=TODAY,
        reason="Betalt",
    )
    refused(
        "never added to a settlement",
        lines(world, (more, "5"), (less, "-5"), into=str(settlement.pk)),
    )


def test_a_settlement_of_one_company_holds_no_item_of_another(
    world: World, customer: Party
) -> None:
    owed, paid = item(world, customer, "100.00"), item(world, customer, "-100.00")
    set_scope(Scope(companies=(world.fjord.pk, world.tind.pk)))
    refused(
        "of one company",
        header(world),
        lines(world, (owed, "100"), (paid, "-100"), company=world.tind.pk),
    )
    assert Settlement.objects.count() == 0


# --- Vouchers ---


@pytest.fixture
def voucher(world: World) -> Voucher:
    return post(world, line("1920", "100.00"), line("3900", "-100.00"))


def copied(voucher: Voucher, column: str, value: object) -> list[str]:
    """SQL that posts a voucher once more, with a column of its entries set to something else."""
    statement = entries(voucher, into=newest(voucher))
    if column == "free_values":
        return [*next_voucher(voucher), statement.replace("'{}'", str(value))]
    statement = statement.replace("account_id, amount", f"account_id, {column}, amount")
    return [*next_voucher(voucher), statement.replace("e.account_id,", f"e.account_id, {value},")]


def test_dimension_values_stand_in_the_column_of_their_dimension(
    world: World, voucher: Voucher
) -> None:
    kinds = {d.kind: d for d in Dimension.objects.for_company(world.fjord)}
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    values = {
        name: DimensionValue.objects.create(
            company=world.fjord, dimension=dimension, code=name, name=name
        ).pk
        for name, dimension in (
            ("avd", kinds["department"]),
            ("pro", kinds["project"]),
            ("v26", campaign),
            ("h26", campaign),
        )
    }
    for column, name in (("department_id", "pro"), ("project_id", "v26"), ("project_id", "avd")):
        refused("entry_dimensions_fit", *copied(voucher, column, values[name]))
    for free in ([values["avd"]], [values["v26"], values["h26"]], [10**12]):
        refused("entry_dimensions_fit", *copied(voucher, "free_values", f"ARRAY{free}::bigint[]"))
    run(*copied(voucher, "free_values", f"ARRAY[{values['v26']}]::bigint[]"))
    assert check_books(world.fjord) == []


def test_locks_by_area_and_of_vat_terms_hold_in_the_database_too(world: World) -> None:
    invoice = post(world, line("1920", "100.00"), line("3900", "-100.00"), kind="customer_invoice")
    bank = post(world, line("6553", "125.00", "1"), line("1920", "-125.00"), kind="bank")
    period = Period.objects.get(pk=invoice.period_id)
    lock_period(company=world.fjord, by=world.ola, period=period, area="sales")
    refused("is locked", *next_voucher(invoice), entries(invoice, into=newest(invoice)))
    run(*next_voucher(bank), entries(bank, into=newest(bank)))
    term = VatTerm.objects.for_company(world.fjord).get()
    lock_vat_term(company=world.fjord, by=world.ola, term=term)
    later = Voucher.objects.get(pk=bank.pk)
    later.number += 1
    refused("VAT term 6/2026 is locked", *copied(later, "vat_term_id", term.pk))


def test_a_source_key_is_used_once(world: World) -> None:
    keyed = post(world, line("1920", "1.00"), line("3900", "-1.00"), source_key="bank:1")
    take, insert = next_voucher(keyed)
    named = insert.replace("reverses_id)", "reverses_id, source_key)").replace(
        "NULL\n", "NULL, 'bank:1'\n"
    )
    assert "'bank:1'" in named
    refused("voucher_once_per_source", take, named, entries(keyed, into=newest(keyed)))


# --- What entries stand on ---


ACCOUNT = "UPDATE accounting_account SET {change} WHERE company_id = {{c}} AND number = '1920'"
STANDS = "its number and sub-ledger stay"
ATTACKS = [
    (STANDS, ACCOUNT.format(change="number = '1999'")),
    (STANDS, ACCOUNT.format(change="party_role = 'customer'")),
    (STANDS, "DELETE FROM accounting_account WHERE company_id = {c} AND number = '1920'"),
    ("keeps_its_dates", 'UPDATE accounting_period SET "end" = "end" - 1 WHERE company_id = {c}'),
    (
        "keeps_its_dates",
        "UPDATE accounting_fiscalyear SET start = start - 1 WHERE company_id = {c}",
    ),
    ("keeps_its_dates", "UPDATE accounting_vatterm SET start = start - 1 WHERE company_id = {c}"),
    ("never changed or removed", "DELETE FROM accounting_period WHERE company_id = {c}"),
    ("never changed or removed", "DELETE FROM accounting_fiscalyear WHERE company_id = {c}"),
    ("never changed or removed", "DELETE FROM accounting_vatterm WHERE company_id = {c}"),
    (
        "never changed or removed",
        "DELETE FROM accounting_vatcode WHERE company_id = {c} AND code = '92'",
    ),
    ("foreign key", "DELETE FROM accounting_vouchertype WHERE company_id = {c} AND key = 'manual'"),
    (
        "only counts up",
        "UPDATE accounting_voucherseries SET last_number = 0"
        " WHERE company_id = {c} AND last_number > 0",
    ),
    (
        "period_never_overlaps",
        'INSERT INTO accounting_period (company_id, fiscal_year_id, number, start, "end", is_locked,'
        ' is_sales_locked, is_purchase_locked) SELECT company_id, fiscal_year_id, 13, start, "end",'
        " false, false, false FROM accounting_period WHERE company_id = {c} AND number = 12",
    ),
]


@pytest.mark.parametrize(("promise", "statement"), ATTACKS)
def test_what_entries_stand_on_keeps_its_meaning(
    world: World, promise: str, statement: str
) -> None:
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"))
    refused(promise, statement.format(c=world.fjord.pk))
    assert check_books(world.fjord) == []


def test_what_nothing_stands_on_may_still_be_put_right(world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounting_account SET number = '1999' WHERE company_id = %s AND number = '1920'",
            [world.fjord.pk],
        )
        assert cursor.rowcount == 1
    assert Account.objects.for_company(world.fjord).filter(number="1999").exists()
    year = FiscalYear.objects.for_company(world.fjord).get()
    assert (year.start, year.end) == (date(2026, 1, 1), date(2026, 12, 31))
