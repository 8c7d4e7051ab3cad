"""Reading jobs."""

from django.db.models import Q, QuerySet

from erp.access.models import User
from erp.companies.models import Company
from erp.jobs.models import Job

LATEST = 50


def latest_jobs(company: Company) -> QuerySet[Job]:
    """Return a company's latest jobs, the newest first."""
    jobs = Job.objects.for_company(company).select_related("requested_by")
    return jobs.order_by("-created_at", "id")[:LATEST]


def jobs_seen_by(user: User, company: Company, *, all_of_them: bool) -> QuerySet[Job]:
    """Return the jobs that a member may see: those asked for by themselves, or all."""
    jobs = Job.objects.for_company(company).select_related("requested_by")
    return jobs.filter(Q() if all_of_them else Q(requested_by=user))
