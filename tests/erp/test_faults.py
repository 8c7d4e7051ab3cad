"""What people are answered when something breaks: a lost race, a database that is away, our own fault."""

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory

from accounting.ledger.actions import lock_period
from accounting.ledger.master import master_of
from accounting.ledger.models import Voucher
from erp.companies.scope import NOTHING, Scope, current_scope, reset_scope, set_scope
from erp.faults import server_error
from erp.jobs import views
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.conftest import ScopedClient
from tests.world import TODAY, World


def caused(error: Exception, cause: Exception) -> Exception:
    """An error as Django raises it, of what the driver raised."""
    error.__cause__ = cause
    return error


def status_of(error: Exception) -> int:
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get("/")).status_code


RACES = [
    caused(IntegrityError(), psycopg.errors.UniqueViolation()),
    caused(IntegrityError(), psycopg.errors.ExclusionViolation()),
    caused(OperationalError(), psycopg.errors.DeadlockDetected()),
    caused(OperationalError(), psycopg.errors.SerializationFailure()),
]
AWAY = [
    OperationalError("connection refused"),
    InterfaceError("connection already closed"),
    caused(OperationalError(), psycopg.OperationalError("the connection is closed")),
    caused(OperationalError(), psycopg.errors.AdminShutdown()),
    caused(OperationalError(), psycopg.errors.CannotConnectNow()),
    caused(OperationalError(), psycopg.errors.TooManyConnections()),
]
REFUSED = [
    caused(IntegrityError(), psycopg.errors.CheckViolation()),
    caused(IntegrityError(), psycopg.errors.IntegrityConstraintViolation()),
]
BUGS = [
    KeyError("x"),
    caused(IntegrityError(), psycopg.errors.NotNullViolation()),
    caused(OperationalError(), psycopg.errors.QueryCanceled()),
]


@pytest.mark.parametrize("error", RACES, ids=lambda error: type(error.__cause__).__name__)
def test_a_lost_race_is_answered_as_one(error: Exception) -> None:
    assert status_of(error) == 409


@pytest.mark.parametrize("error", REFUSED, ids=lambda error: type(error.__cause__).__name__)
def test_what_the_database_refuses_is_said_in_plain_words(error: Exception) -> None:
    assert status_of(error) == 409


@pytest.mark.django_db
def test_a_lock_that_only_the_database_saw_is_no_fault_of_ours(
    world: World, client: ScopedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Posting into a locked period by way of master data that does not know of the lock yet."""
    books = master_of(world.fjord)
    period = books.period(TODAY)
    assert period
    lock_period(company=world.fjord, by=world.ola, period=period)
    monkeypatch.setattr("accounting.ledger.books.master_of", lambda _company: books)
    client.force_login(world.ola)
    client.raise_request_exception = False
    lines = ({"account": "6300", "debit": "10,00"}, {"account": "1920", "credit": "10,00"})
    answer = client.post(address(world, "voucher_new"), form(*lines))
    assert answer.status_code == 409
    assert b"<h1>" in answer.content and b"accounting_" not in answer.content
    assert not Voucher.objects.for_company(world.fjord).exists()


@pytest.mark.parametrize("error", AWAY, ids=lambda error: f"{type(error.__cause__).__name__}")
def test_a_database_that_is_away_is_back_in_a_moment(error: Exception) -> None:
    assert status_of(error) == 503


@pytest.mark.parametrize("error", BUGS, ids=lambda error: type(error.__cause__).__name__)
def test_anything_else_is_our_fault(error: Exception) -> None:
    assert status_of(error) == 500


def test_what_happened_is_found_behind_what_came_of_it() -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError as first:
        second = AttributeError("no session")
        second.__context__ = first
    assert status_of(second) == 503


@pytest.mark.django_db
def test_a_page_without_its_database_says_when_to_come_back(
    world: World, client: ScopedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError("connection refused: /tmp/secret.sock")

    monkeypatch.setattr(views, "latest_jobs", away)
    client.force_login(world.ola)
    client.raise_request_exception = False
    answer = client.get(f"/{world.fjord.slug}/jobs/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b"secret" not in answer.content
    assert b"<h1>" in answer.content


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_takes_its_scope_with_it(world: World) -> None:
    """So that the next one, in the same thread, begins by seeing nothing."""
    from django.db import connection

    set_scope(Scope(companies=(world.fjord.pk,)))
    connection.connection.close()
    with pytest.raises(OperationalError):
        reset_scope()
    assert current_scope() == NOTHING
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM companies_company")
        assert cursor.fetchone() == (0,)
