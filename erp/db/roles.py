"""The database role that serves must be one that row security binds."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

QUESTION = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
    FROM pg_roles r WHERE r.rolname = current_user
"""


def assert_serving_role() -> None:
    """Refuse to serve as a superuser, a BYPASSRLS role or the owner of tables, or while an image is built.

    Raises: ImproperlyConfigured, saying which and what to use instead. Closes the connection, so that it can
    be called before a server forks.
    """
    if settings.REGNA_ENV == "build":
        raise ImproperlyConfigured(
            "Regna refuses to serve: REGNA_ENV is build, which has no secrets."
        )
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        superuser, bypasses, owns = cursor.fetchone()
    connection.close()
    faults = [
        name
        for name, found in (
            ("a superuser", superuser),
            ("a role with BYPASSRLS", bypasses),
            ("the owner of tables", owns),
        )
        if found
    ]
    if faults:
        raise ImproperlyConfigured(
            f"Regna refuses to serve: DATABASE_URL connects as {' and '.join(faults)}, which row security"
            " does not bind. Use the role erp_app (python -m erp.run provision makes it)."
        )
