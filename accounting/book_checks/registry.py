"""Promises of higher apps that are checked with the books, such as stamp numbers without gaps.

    register("documents have ...", _("Documents have ..."), "SELECT ... WHERE company_id = %(company)s")

in an `AppConfig.ready()`. The query must return no rows.
"""

from django.utils.functional import Promise

from accounting.book_checks.names import NAMES
from accounting.ledger.checks import CHECKS


def register(check: str, name: Promise, query: str) -> None:
    """Let an app have a promise of its own checked; the same again changes nothing."""
    assert CHECKS.setdefault(check, query) == query, f"{check!r} is another check's name"
    NAMES[check] = name
