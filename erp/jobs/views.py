"""Pages of jobs. Whoever asked for a job may see it; the others need the permission."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erp.access.decorators import MEMBER, requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.jobs import actions
from erp.jobs.models import Job
from erp.jobs.queries import jobs_seen_by, latest_jobs
from erp.ui.pages import fragment, go_to, page, toast


@require_safe
@requires("job.view")
def job_list(request: CompanyRequest) -> HttpResponse:
    """List the latest jobs (jobber)."""
    return page(request, "jobs/job_list.html", context={"jobs": latest_jobs(request.company)})


@require_safe
@requires(MEMBER)
def job_detail(request: CompanyRequest, job_id: int) -> HttpResponse:
    """Show a job (jobb) and how far it has come."""
    context = {"job": job_seen(request, job_id), "nav": "job_list"}
    return page(request, "jobs/job_detail.html", context=context)


@require_safe
@requires(MEMBER)
def job_progress(request: CompanyRequest, job_id: int) -> HttpResponse:
    """Answer with the live progress of a job, which asks again as long as the job is unfinished."""
    return fragment(request, "jobs/_job_progress.html", context={"job": job_seen(request, job_id)})


@require_POST
@requires("job.retry")
def job_retry(request: CompanyRequest, job_id: int) -> HttpResponse:
    """Try a failed job again."""
    job = get_object_or_404(
        jobs_seen_by(request.user, request.company, all_of_them=True), pk=job_id
    )
    try:
        actions.retry_job(company=request.company, by=request.user, job=job)
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, _("The job is tried again."))
    return go_to(
        request, reverse("job", kwargs={"company": request.company.slug, "job_id": job_id})
    )


def job_seen(request: CompanyRequest, job_id: int) -> Job:
    """Return a job that the member may see; any other is not there."""
    sees_all = "job.view" in request.permissions
    seen = jobs_seen_by(request.user, request.company, all_of_them=sees_all)
    return get_object_or_404(seen, pk=job_id)
