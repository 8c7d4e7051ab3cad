"""Asking for jobs, taking them up again, and running them."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from erp.access.rights import Actor, actor_pk, require_permission
from erp.audit.context import acting
from erp.companies.models import Company
from erp.errors import Problem
from erp.jobs.claiming import Settled, claim_job, logger
from erp.jobs.errors import JobKeyReused, JobRefused
from erp.jobs.models import Job, JobState
from erp.jobs.registry import handler_of
from erp.jobs.running import SILENCE, signs_of_life

__all__ = [
    "JobKeyReused",
    "JobRefused",
    "enqueue_job",
    "resume_stalled_jobs",
    "retry_job",
    "run_job",
]

# How many of a company's jobs one sweep sends again, the oldest first.
SWEEP = 100


@transaction.atomic
def enqueue_job(
    *,
    company: Company,
    by: Actor | None,
    kind: str,
    arguments: dict[str, Any],
    title: str = "",
    source_key: str | None = None,
) -> Job:
    """Ask for a job (jobb); a worker gets it when the transaction is committed. Without `by` it is Regna's own.

    `arguments` are ids and other plain values. `title` is what people see; by default the kind's title.
    Permission: that of the action that calls this. Repeats: the same `source_key` returns the first job, which
    is sent again by `retry_job` only. Raises: JobKeyReused.
    """
    arguments = plain(arguments)
    values = {
        "kind": kind,
        "arguments": arguments,
        "title": str(title or handler_of(kind).title)[:200],
        "requested_by_id": actor_pk(by) if by else None,
    }
    if source_key is None:
        job, created = Job.objects.create(company=company, **values), True
    else:
        job, created = Job.objects.get_or_create(
            company=company, source_key=source_key, defaults=values
        )
    if (job.kind, job.arguments) != (kind, arguments):
        raise JobKeyReused(f"{source_key} is the key of job {job.pk}, which is another")
    if created:
        transaction.on_commit(partial(send, job))
    return job


def run_job(*, company: Company, job_id: int) -> None:
    """Run a job that waits, or that was broken off, to its end; any other is left alone.

    Not one transaction: the handler's actions commit on their own. Repeats: whoever comes second while the job
    is run, or after it, does nothing. A refusal (BusinessError) is written on the job; any other error is
    too, in plain words, and goes up. A database that went away leaves the job to `resume_stalled_jobs`.
    """
    run = claim_job(company=company, job_id=job_id)
    if run is None:
        return
    address = f"{run.kind} #{run.job_id}"
    with Settled(run) as settled, acting(by=run.by, address=address), signs_of_life(run):
        settled.result = plain(handler_of(run.kind).run(run))


@transaction.atomic
def retry_job(*, company: Company, by: Actor, job: Job) -> Job:
    """Put a failed job into the queue again, with all its attempts before it.

    Permission: job.retry. Raises: JobRefused when it has not failed.
    """
    require_permission(by, company, "job.retry")
    job = Job.objects.for_company(company).select_for_update().get(pk=job.pk)
    if job.state != JobState.FAILED:
        raise JobRefused(Problem(_("Only a failed job can be tried again.")))
    job.state, job.attempts, job.errors, job.message = JobState.QUEUED, 0, [], ""
    job.done, job.finished_at, job.heartbeat_at = 0, None, None
    job.save()
    transaction.on_commit(partial(send, job))
    return job


@transaction.atomic
def resume_stalled_jobs(*, company: Company, silence: timedelta = SILENCE) -> list[Job]:
    """Send again what nobody works on: jobs that wait since long, and running ones without a sign of life.

    These lose their lease and wait again; for a waiting job `heartbeat_at` is when it was last sent.
    Permission: none, since only the scheduler asks. Repeats: sending twice harms nothing.
    """
    jobs = Job.objects.for_company(company)
    stalled: list[Job] = list(
        jobs.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
        .alias(signed_at=Coalesce(F("heartbeat_at"), F("created_at")))
        .filter(signed_at__lt=Now() - silence)
        .select_for_update(skip_locked=True)
        .order_by("created_at", "pk")[:SWEEP]
    )
    jobs.filter(pk__in=[job.pk for job in stalled]).update(
        state=JobState.QUEUED, heartbeat_at=Now()
    )
    for job in stalled:
        logger.warning("job %s (%s) is taken up again", job.pk, job.kind)
        transaction.on_commit(partial(send, job))
    return stalled


def send(job: Job) -> None:
    """Hand a job to the workers. When the broker does not answer, the sweep sends it later."""
    # The task calls these actions, so this way it is looked up when it is needed.
    from erp.jobs.tasks import run_job as task

    try:
        task.delay(job_id=job.pk, company_id=job.company_id)
    except BrokerError:
        logger.warning("job %s could not be sent; it will be taken up", job.pk, exc_info=True)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they come back from the database. Raises: TypeError for what JSON cannot hold."""
    copy: dict[str, Any] = json.loads(json.dumps(values))
    return copy
