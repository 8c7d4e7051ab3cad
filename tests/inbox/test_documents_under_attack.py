"""Documents, their stamp numbers and originals stay, whatever SQL the serving role sends."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounting.ledger.checks import Finding, check_books
from erp.companies.numbering import take_number
from inbox.actions import receive_document
from inbox.models import Document
from tests.support.database import connect
from tests.world import World

pytestmark = pytest.mark.django_db

CHECK = "stamp numbers have no gap, and their series stands where they do"

# A row of each table, made by the owner in a transaction of its own.
MADE = {
    "inbox_document": "WITH file AS (INSERT INTO files_storedfile"
    " (company_id, sha256, size, mime, name, permission, created_at)"
    " VALUES (%(company)s, repeat('a', 64), 1, 'x', %(key)s, 'x', now()) RETURNING id)"
    " INSERT INTO inbox_document (company_id, stamp_number, file_id, source, state, kind, problem, attempts,"
    " supplier_name, supplier_orgnr, number, kid, bank_account, currency, duplicate_reason, received_at,"
    " reject_reason) SELECT %(company)s, 77, id, 'upload', 'received', 'other', '', 0, '', '', '', '', '', '',"
    " '', now(), '' FROM file",
    "companies_numberseries": "INSERT INTO companies_numberseries (company_id, key, last_number)"
    " VALUES (%(company)s, %(key)s, 1)",
}


@pytest.fixture(autouse=True)
def two_documents(world: World) -> Iterator[None]:
    for name in ("a.pdf", "b.pdf"):
        receive_document(company=world.fjord, by=world.ola, name=name, content=b"%PDF-1.7 " * 9)
    yield
    connection.check_constraints()


def run(attack: str) -> int:
    """Send SQL as the role that serves; returns how many rows it reached."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
        return cursor.rowcount


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM inbox_document",
        "TRUNCATE inbox_document CASCADE",
        "DELETE FROM companies_numberseries",
        "TRUNCATE companies_numberseries",
    ],
)
def test_the_serving_role_has_no_right_to_remove(attack: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(attack)


@pytest.mark.parametrize(
    "change",
    [
        "stamp_number = stamp_number + 100",
        "file_id = (SELECT max(file_id) FROM inbox_document)",
        "received_at = received_at - interval '1 day'",
        "source = 'command'",
    ],
)
def test_stamp_and_original_do_not_change(change: str) -> None:
    with pytest.raises(IntegrityError, match="stays, with its stamp number and its original"):
        run(f"UPDATE inbox_document SET {change} WHERE stamp_number = 1")


def test_what_people_decide_about_a_document_changes() -> None:
    assert run("UPDATE inbox_document SET kid = '602243' WHERE stamp_number = 1") == 1


@pytest.mark.parametrize(
    "change", ["last_number = last_number - 1", "last_number = last_number", "key = 'stamps'"]
)
def test_a_series_only_counts_up(change: str) -> None:
    with pytest.raises(IntegrityError, match="only counts up"):
        run(f"UPDATE companies_numberseries SET {change} WHERE key = 'stamp'")


@pytest.mark.parametrize("table", ["inbox_document", "companies_numberseries"])
def test_a_right_that_somebody_grants_by_mistake_opens_nothing(world: World, table: str) -> None:
    key = "owner" if table == "inbox_document" else "x"
    with connect("MIGRATION_DATABASE_URL") as owner:
        owner.autocommit = False
        owner.execute("SELECT set_config('app.companies', %s, false)", [f"{{{world.fjord.pk}}}"])
        owner.execute(MADE[table].encode(), {"company": world.fjord.pk, "key": key})
        with pytest.raises(psycopg.IntegrityError, match="stays|only counts up"):
            owner.execute(f"DELETE FROM {table}".encode())
        owner.rollback()


@pytest.mark.parametrize("table", ["inbox_document", "companies_numberseries"])
def test_a_trigger_stands_before_truncate(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND pg_get_triggerdef(oid) LIKE '%%BEFORE TRUNCATE%%'",
            [table],
        )
        assert len(cursor.fetchall()) == 1


def test_the_check_is_silent_on_documents_as_they_are(world: World) -> None:
    assert check_books(world.fjord) == []
    assert check_books(world.tind) == []


def test_a_number_that_was_taken_and_not_used_is_found(world: World) -> None:
    take_number(company=world.fjord, key="stamp")
    assert check_books(world.fjord) == [Finding(CHECK, (2, 1, 2, 3))]


def test_a_stamp_that_was_made_up_is_found(world: World) -> None:
    row = Document.objects.for_company(world.fjord).get(stamp_number=2)
    row.pk, row.stamp_number = None, 9
    row.save(force_insert=True)
    assert check_books(world.fjord) == [Finding(CHECK, (3, 1, 9, 2))]
