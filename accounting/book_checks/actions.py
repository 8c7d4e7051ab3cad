"""Having the books checked, and checking them piece by piece."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import ngettext

from accounting.book_checks.names import name_of
from accounting.ledger.checks import CHECKS, run_check
from erp.access.rights import SYSTEM, Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import BusinessError, Problem
from erp.jobs.actions import enqueue_job
from erp.jobs.models import Job

logger = logging.getLogger("accounting.books")

KIND = "accounting.check_books"


class BooksNotWhole(BusinessError):
    """The books break promises; a problem for each check that found something."""

    code = "books_not_whole"


@retried_on_deadlock
@transaction.atomic
def ask_for_book_check(*, company: Company, by: Actor, key: str) -> Job:
    """Have the books checked in the background (kontrollere regnskapet).

    Permission: ledger.view. Repeats: the same key returns the first job.
    """
    require_permission(by, company, "ledger.view")
    return enqueue_job(
        company=company,
        by=None if by is SYSTEM else by,
        kind=KIND,
        arguments={},
        source_key=f"book_check:{key}",
    )


def run_book_check(*, company: Company, by: Actor, tell: Callable[[int, int, str], None]) -> int:
    """Check the books and return how many checks were made; `tell` hears what is done of how much, and what is next.

    Findings are errors in the log too, which operators watch. Permission: ledger.view. Repeats: it only reads.
    Raises: BooksNotWhole.
    """
    require_permission(by, company, "ledger.view")
    problems = []
    for done, check in enumerate(CHECKS):
        tell(done, len(CHECKS), name_of(check))
        findings = run_check(company, check)
        for finding in findings:
            logger.error("%s: %s: %s", company.slug, finding.check, finding.row)
        if findings:
            problems.append(Problem(told(check, len(findings))))
    if problems:
        raise BooksNotWhole(*problems)
    tell(len(CHECKS), len(CHECKS), "")
    return len(CHECKS)


def told(check: str, count: int) -> str:
    """Say which promise is broken, and how often."""
    text = ngettext(
        "Does not hold: %(check)s (%(count)s place)",
        "Does not hold: %(check)s (%(count)s places)",
        count,
    )
    return text % {"check": name_of(check), "count": count}
