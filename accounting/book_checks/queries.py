"""Reading how the books were found."""

from django.db.models import QuerySet

from accounting.book_checks.actions import KIND
from erp.companies.models import Company
from erp.jobs.models import Job

SHOWN = 10


def latest_book_checks(company: Company) -> QuerySet[Job]:
    """Return the latest checks of a company's books, the newest first."""
    jobs = Job.objects.for_company(company).filter(kind=KIND).select_related("requested_by")
    return jobs.order_by("-created_at", "-id")[:SHOWN]
