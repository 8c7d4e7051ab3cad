"""Test databases: one migrated template per state of the migrations, one copy of it per run."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from erp.environment import Environment
from erp.run.provision import prepare_database

ROOT = Path(__file__).resolve().parents[2]
TEST_DATABASE = f"test_regna_{os.getpid()}"


def address(name: str) -> dict[str, Any]:
    """Return Django's settings for one of the addresses in the environment.

    DATABASE_URL serves (erp_app), MIGRATION_DATABASE_URL owns (erp_owner), ADMIN_DATABASE_URL is the superuser.
    """
    return Environment(dict(os.environ)).database(name, required=True)


def connect(name: str, database: str = TEST_DATABASE) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open a connection of its own as one of the roles, outside Django."""
    values = address(name)
    return psycopg.connect(
        host=values["HOST"],
        port=values["PORT"] or None,
        user=values["USER"],
        password=values["PASSWORD"],
        dbname=database,
        autocommit=True,
    )


def use_database(name: str, database: str) -> None:
    """Point Django's connection at another role and database."""
    connection.close()
    values = address(name) | {"NAME": database}
    settings.DATABASES["default"].update(values)
    connection.settings_dict.update(values)


def state_of_migrations() -> str:
    """Return a name for the state of all migrations and of the packages that bring some."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    files = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("*/*/migrations/*.py"),
        ROOT / "erp/db/operations.py",
        ROOT / "erp/run/provision.py",
    ]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def ensure_template() -> str:
    """Return the name of a migrated database to copy; made by the first run that needs it."""
    name = f"template_regna_{state_of_migrations()}"
    with connect("ADMIN_DATABASE_URL", "postgres") as admin:
        admin.execute("SELECT pg_advisory_lock(hashtext('template_regna'))")
        done = admin.execute(
            "SELECT d.datistemplate FROM pg_database d WHERE d.datname = %s", [name]
        ).fetchone()
        if done and done[0]:
            return name
        identifier = sql.Identifier(name)
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER erp_owner").format(identifier))
        with connect("ADMIN_DATABASE_URL", name) as inside:
            prepare_database(inside)
        use_database("MIGRATION_DATABASE_URL", name)
        call_command("migrate", verbosity=0)
        connection.close()
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(identifier))
    return name


@contextmanager
def copied_database() -> Iterator[None]:
    """Copy the template, serve as erp_app from the copy, and drop it."""
    template = ensure_template()
    identifier = sql.Identifier(TEST_DATABASE)
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER erp_owner").format(
        identifier, sql.Identifier(template)
    )
    with connect("ADMIN_DATABASE_URL", "postgres") as admin:
        admin.execute(copy)
    use_database("DATABASE_URL", TEST_DATABASE)
    try:
        yield
    finally:
        connection.close()
        with connect("ADMIN_DATABASE_URL", "postgres") as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
