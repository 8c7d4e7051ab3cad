"""Background work of the books: the nightly proof that they keep their promises."""

import logging

from celery import shared_task

from accounting.ledger.checks import check_books
from erp.companies.models import Company
from erp.companies.scope import each_company, scheduler_scope

logger = logging.getLogger("accounting.books")


@shared_task  # type: ignore[untyped-decorator]
def check_all_books(**_later: object) -> None:
    """Check every company's books; a finding is an error in the log, which operators watch."""
    with scheduler_scope():
        companies = {company.pk: company for company in Company.objects.order_by("pk")}
    for pk in each_company(companies):
        for finding in check_books(companies[pk]):
            logger.error("%s: %s: %s", companies[pk].slug, finding.check, finding.row)
