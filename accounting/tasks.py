"""Background work of the books: the proof that they keep their promises, asked for or by night."""

from typing import Any

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.book_checks.actions import KIND, ask_for_book_check, run_book_check
from erp.access.rights import SYSTEM
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.jobs.registry import job_handler
from erp.jobs.running import JobRun


@job_handler(KIND, gettext_lazy("Check of the books"))
def check_books_of_company(job: JobRun) -> dict[str, Any]:
    """Check one company's books; what is found stands on the job."""
    count = run_book_check(company=job.company, by=job.by, tell=job.progress)
    return {"summary": _("%(count)s checks, and all is as it should be.") % {"count": count}}


@shared_task  # type: ignore[untyped-decorator]
def check_all_books(**_later: object) -> None:
    """Have every company's books checked, once a day."""
    today = timezone.localdate()
    with scheduler_scope():
        companies = list(Company.objects.order_by("pk"))
    for company in companies:
        with company_scope(company.pk):
            ask_for_book_check(company=company, by=SYSTEM, key=str(today))
