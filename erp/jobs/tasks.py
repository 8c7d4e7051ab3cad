"""What the workers and the scheduler call."""

from celery import shared_task

from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.jobs import actions


@shared_task  # type: ignore[untyped-decorator]
def run_job(*, job_id: int, company_id: int, **_later: object) -> None:
    """Run one job inside its company."""
    with company_scope(company_id):
        actions.run_job(company=Company.objects.get(pk=company_id), job_id=job_id)


@shared_task  # type: ignore[untyped-decorator]
def resume_stalled(**_later: object) -> None:
    """Send again, in every company, what was lost on its way or died with its worker."""
    with scheduler_scope():
        companies = list(Company.objects.order_by("pk"))
    for company in companies:
        with company_scope(company.pk):
            actions.resume_stalled_jobs(company=company)
