"""Roles and rights of the database, made by its superuser; repeats safely, on any PostgreSQL 15 or newer.

erp_owner   owns the tables and migrates; bound by (forced) row security like everybody.
erp_app     serves: no superuser, no BYPASSRLS, owns nothing, may not TRUNCATE.
erp_kernel  owns the ledger's trigger functions; nobody logs in as it.
erp_backup  reads everything for backups: pg_dump takes whole tables or refuses, and only who bypasses row security
            (BYPASSRLS) gets them whole. It may SELECT and nothing else, and start-up refuses to serve as it.
"""

from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

EXTENSIONS = ("btree_gist", "pg_trgm")
LOGINS = {"erp_owner": "NOBYPASSRLS", "erp_app": "NOBYPASSRLS", "erp_backup": "BYPASSRLS"}
GRANTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "ALTER SCHEMA public OWNER TO erp_owner",
    "GRANT USAGE ON SCHEMA public TO erp_app, erp_backup",
    "GRANT CREATE, USAGE ON SCHEMA public TO erp_kernel",
    "ALTER DEFAULT PRIVILEGES FOR ROLE erp_owner IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO erp_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE erp_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO erp_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE erp_owner IN SCHEMA public GRANT SELECT ON TABLES TO erp_backup",
    "ALTER DEFAULT PRIVILEGES FOR ROLE erp_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO erp_backup",
)


def provision(admin_url: str, database: str, passwords: dict[str, str]) -> None:
    """Make roles, database, extensions and rights; `passwords` by role name. Repeats: safe."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        make_roles(admin, passwords)
        exists = admin.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        if not exists:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER erp_owner").format(sql.Identifier(database))
            )
    with psycopg.connect(address(admin_url, database), autocommit=True) as admin:
        prepare_database(admin)


def make_roles(admin: "psycopg.Connection[Any]", passwords: dict[str, str]) -> None:
    """Make the roles that are missing and set their passwords."""
    there = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role in (*LOGINS, "erp_kernel"):
        if role not in there:
            admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    for role, bypass in LOGINS.items():
        admin.execute(
            sql.SQL(
                "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {} PASSWORD {}"
            ).format(sql.Identifier(role), sql.SQL(bypass), sql.Literal(passwords[role]))
        )
    # The owner hands functions over to the kernel, but does not inherit the kernel's sight.
    if admin.info.server_version >= 160000:
        admin.execute("GRANT erp_kernel TO erp_owner WITH INHERIT FALSE, SET TRUE")
    else:
        admin.execute("ALTER ROLE erp_owner NOINHERIT")
        admin.execute("GRANT erp_kernel TO erp_owner")


def prepare_database(admin: "psycopg.Connection[Any]") -> None:
    """Make extensions and rights inside a database."""
    for extension in EXTENSIONS:
        admin.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )
    for statement in GRANTS:
        admin.execute(statement.encode())


def address(url: str, database: str, user: str = "", password: str = "") -> str:
    """Return an address with another database, and another user when one is given."""
    parts = urlsplit(url)
    place = parts.netloc
    if user:
        host = place.rpartition("@")[2]
        place = f"{user}:{quote(password, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))
