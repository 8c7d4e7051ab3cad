"""What Regna is measured beside: bare PostgreSQL and bare Django, in a copy of the same database.

The copy is made by PostgreSQL from the product's database as it is at that moment, so that its tables have the
same columns, keys, foreign keys, indexes, triggers and rows. Row security is switched off in it and the
superuser works in it: nothing but the promises of the ledger is left of the product.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections, models, transaction
from psycopg import sql

from accounting.ledger.books import load_books
from accounting.ledger.compiling import CompiledVoucher, compile_draft
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.writing import (
    INSERT_ENTRIES,
    INSERT_VOUCHERS,
    TAKE_NUMBERS,
    Written,
    entry_columns,
    voucher_columns,
)
from benchmarks.books import Books
from erp.companies.scope import current_scope, set_scope
from erp.environment import Environment

DATABASE = "yardstick"
OF_TENANTS = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity"


class ThinVoucher(models.Model):
    """A voucher, and nothing more."""

    number = models.BigIntegerField(unique=True)
    date = models.DateField(db_index=True)
    text = models.CharField(max_length=255)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "benchmarks"


class ThinAccount(models.Model):
    """An account."""

    number = models.CharField(max_length=20, unique=True)

    class Meta:
        app_label = "benchmarks"


class ThinParty(models.Model):
    """A customer or supplier."""

    name = models.CharField(max_length=200)

    class Meta:
        app_label = "benchmarks"


class ThinEntry(models.Model):
    """An entry."""

    voucher = models.ForeignKey(ThinVoucher, models.PROTECT)
    account = models.ForeignKey(ThinAccount, models.PROTECT, db_index=False)
    party = models.ForeignKey(ThinParty, models.PROTECT, null=True)
    date = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        app_label = "benchmarks"
        indexes = [models.Index(fields=["account", "date"], name="thin_entry_by_account")]


class ThinCounter(models.Model):
    """The last number."""

    value = models.BigIntegerField()

    class Meta:
        app_label = "benchmarks"


THIN = (ThinAccount, ThinParty, ThinVoucher, ThinEntry, ThinCounter)
FILL_THIN = """
    INSERT INTO benchmarks_thinaccount (id, number) SELECT id, number FROM accounting_account;
    INSERT INTO benchmarks_thinparty (id, name) SELECT id, name FROM crm_party;
    INSERT INTO benchmarks_thinvoucher (id, number, date, text, created)
        SELECT id, row_number() OVER (ORDER BY id), date, text, registered_at FROM accounting_voucher;
    INSERT INTO benchmarks_thinentry (voucher_id, account_id, party_id, date, amount)
        SELECT voucher_id, account_id, party_id, date, amount FROM accounting_entry ORDER BY id;
    INSERT INTO benchmarks_thincounter (id, value) SELECT 1, count(*) FROM accounting_voucher;
    SELECT setval(pg_get_serial_sequence('benchmarks_thinvoucher', 'id'), max(id)) FROM accounting_voucher;
    VACUUM ANALYZE benchmarks_thinvoucher, benchmarks_thinentry
"""


def address(name: str, database: str = "") -> dict[str, Any]:
    """Return Django's settings for one of the addresses in the environment, for another database if named."""
    values = Environment(dict(os.environ)).database(name, required=True)
    return values | ({"NAME": database} if database else {})


def connect(database: str) -> "psycopg.Connection[Any]":
    """Connect as the superuser, outside Django."""
    values = address("ADMIN_DATABASE_URL", database)
    return psycopg.connect(
        host=values["HOST"],
        port=values["PORT"] or None,
        user=values["USER"],
        password=values["PASSWORD"],
        dbname=values["NAME"],
        autocommit=True,
    )


def settle(database: str = "") -> None:
    """Do what PostgreSQL would else do in the middle of a measurement: clean, analyse, write out."""
    with connect(database) as admin:
        admin.execute("VACUUM ANALYZE")
        admin.execute("CHECKPOINT")


def copy_database() -> None:
    """Copy the product's database as it is now, without its row security, and the thin tables beside it."""
    scope = current_scope()
    for each in connections.all():
        each.close()
    source, target = sql.Identifier(address("DATABASE_URL")["NAME"]), sql.Identifier(DATABASE)
    with connect("postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(target, source))
    with connect(DATABASE) as admin:
        for (table,) in admin.execute(OF_TENANTS).fetchall():
            admin.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY".encode())
    thin = connections[DATABASE]
    with thin.schema_editor() as editor:
        for model in THIN:
            editor.create_model(model)
    for statement in FILL_THIN.split(";"):
        with thin.cursor() as cursor:
            cursor.execute(statement)
    with connect("postgres") as admin:
        admin.execute("CHECKPOINT")
    set_scope(scope)


def post_thin(drafts: Sequence[VoucherDraft], accounts: dict[str, int]) -> None:
    """Post as bare Django would: each voucher with three entries and a number in a transaction of its own."""
    for draft in drafts:
        with transaction.atomic(using=DATABASE):
            counter = ThinCounter.objects.using(DATABASE).select_for_update().get(pk=1)
            counter.value += 1
            counter.save(update_fields=["value"])
            voucher = ThinVoucher.objects.using(DATABASE).create(
                number=counter.value, date=draft.date, text=draft.text
            )
            entries = thin_entries(draft, voucher, accounts)
            assert sum(entry.amount for entry in entries) == 0
            ThinEntry.objects.using(DATABASE).bulk_create(entries)


def thin_entries(
    draft: VoucherDraft, voucher: ThinVoucher, accounts: dict[str, int]
) -> list[ThinEntry]:
    """Return the two lines of a draft and a VAT entry of 20 % of the gross amount."""
    entries = []
    for line in draft.lines:
        vat = round(line.amount / 5, 2) if line.vat_code else 0
        parts = [(line.account, line.amount - vat)]
        if vat:
            parts.append(("2700" if vat < 0 else "2710", vat))
        entries += [
            ThinEntry(
                voucher=voucher,
                account_id=accounts[number],
                party_id=line.party,
                date=draft.date,
                amount=amount,
            )
            for number, amount in parts
        ]
    return entries


@dataclass(frozen=True)
class BareBatch:
    """Vouchers as finished columns, in the order of their series: nothing is left to do but to send them."""

    series: dict[tuple[int, int], int]  # how many vouchers each series has
    vouchers: list[list[Any]]
    entries: list[list[Any]]


def bare_batch(books: Books, drafts: Sequence[VoucherDraft]) -> BareBatch:
    """Compile drafts to the rows that posting them would write; this is not measured."""
    known = load_books(books.company, drafts)
    compiled = [compile_draft(draft, known) for draft in drafts]
    vouchers = sorted((c for c in compiled if isinstance(c, CompiledVoucher)), key=series_of)
    places = [Written(place, 0) for place in range(len(vouchers))]
    return BareBatch(
        Counter(map(series_of, vouchers)),
        voucher_columns(vouchers, range(len(vouchers))),
        entry_columns(vouchers, places),
    )


def series_of(voucher: CompiledVoucher) -> tuple[int, int]:
    """Return whose numbers a voucher takes."""
    return voucher.voucher_type.pk, voucher.period.fiscal_year_id


def post_bare(books: Books, batch: BareBatch, copy: "psycopg.Connection[Any]") -> None:
    """Post as bare SQL would: numbers, vouchers, entries, in one transaction."""
    company = books.company.pk
    with copy.transaction(), copy.cursor() as cursor:
        numbers: list[int] = []
        for series, count in batch.series.items():
            last = cursor.execute(TAKE_NUMBERS, [count, company, *series]).fetchone()[0]
            numbers += range(last - count + 1, last + 1)
        columns = [*batch.vouchers[:2], numbers, *batch.vouchers[3:]]
        cursor.execute(INSERT_VOUCHERS, [company, books.user.pk, *columns])
        ids = {(kind, year, number): pk for pk, kind, year, number in cursor.fetchall()}
        owners = list(map(ids.__getitem__, zip(*columns[:3], strict=True)))
        mine = [owners[place] for place in batch.entries[0]]
        cursor.execute(INSERT_ENTRIES, [company, mine, *batch.entries[1:]])
