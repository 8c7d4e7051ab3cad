"""Web, worker and scheduler refuse a database role that row security does not bind: real processes, real roles."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from erp.db.roles import assert_serving_role
from erp.run.provision import address
from erp.run.state import ROOT
from tests.support.database import TEST_DATABASE, use_database

WEB = ["-m", "gunicorn", "erp.wsgi", "--preload", "--check-config"]
WORKER = ["-m", "celery", "-A", "erp", "worker", "--pool", "solo"]
SCHEDULER = ["-m", "celery", "-A", "erp", "beat", "--pidfile="]


def start(command: list[str], database_url: str) -> subprocess.CompletedProcess[str]:
    """Start a process of the product with a database role; what serves after all is ended by the timeout."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def inside(name: str) -> str:
    """Return an address of the environment, of this run's database."""
    return address(os.environ[name], TEST_DATABASE)


@pytest.fixture
def backup_url(db: None) -> str:
    """The backup role with a password of this test, on this run's database."""
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as admin:
        admin.execute("ALTER ROLE erp_backup PASSWORD 'of-this-test'")
    return address(os.environ["ADMIN_DATABASE_URL"], TEST_DATABASE, "erp_backup", "of-this-test")


@pytest.mark.slow  # Starts processes.
@pytest.mark.parametrize("command", [WEB, WORKER, SCHEDULER], ids=["web", "worker", "scheduler"])
@pytest.mark.parametrize(
    ("name", "fault"),
    [("ADMIN_DATABASE_URL", "a superuser"), ("MIGRATION_DATABASE_URL", "the owner of tables")],
)
def test_a_process_refuses_to_serve(db: None, command: list[str], name: str, fault: str) -> None:
    done = start(command, inside(name))
    assert done.returncode != 0
    said = done.stderr + done.stdout
    assert re.search(f"Regna refuses to serve: DATABASE_URL connects as {fault}", said)
    assert "Use the role erp_app" in said


@pytest.mark.slow  # Starts a process.
def test_the_backup_role_reads_everything_and_therefore_does_not_serve(backup_url: str) -> None:
    done = start(WEB, backup_url)
    assert done.returncode != 0
    assert "connects as a role with BYPASSRLS" in done.stderr


@pytest.mark.slow  # Starts a process.
def test_the_serving_role_serves(db: None) -> None:
    assert start(WEB, inside("DATABASE_URL")).returncode == 0


@pytest.mark.django_db(transaction=True)
def test_the_connection_itself_is_asked_and_not_the_name() -> None:
    assert_serving_role()
    use_database("ADMIN_DATABASE_URL", TEST_DATABASE)
    try:
        with pytest.raises(ImproperlyConfigured, match="a superuser"):
            assert_serving_role()
    finally:
        use_database("DATABASE_URL", TEST_DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("erp_app",)


@pytest.mark.slow  # Starts a process.
def test_an_image_that_is_being_built_does_not_serve(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGNA_ENV", "build")
    done = start(WEB, inside("DATABASE_URL"))
    assert done.returncode != 0
    assert "Regna refuses to serve: REGNA_ENV is build" in done.stderr
