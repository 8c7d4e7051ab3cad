"""Taking a job and giving it back: the beginning and the end of one run, each in a short transaction."""

import logging
from types import TracebackType
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.access.rights import SYSTEM
from erp.companies.models import Company
from erp.errors import BusinessError
from erp.jobs.models import Job, JobState
from erp.jobs.running import SILENCE, JobRun, LeaseLost

logger = logging.getLogger("erp.jobs")

MAX_ATTEMPTS = 5


@transaction.atomic
def claim_job(*, company: Company, job_id: int) -> JobRun | None:
    """Take a job for this process; None when it is another's, or has ended.

    Of two that try at once one gets the row, and the other passes by.
    """
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, heartbeat_at__lt=Now() - SILENCE)
    job = (
        Job.objects.for_company(company)
        .filter(free, pk=job_id)
        .select_related("requested_by")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        give_up(company, job)
        return None
    lease = timezone.now()
    Job.objects.for_company(company).filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=job.attempts + 1,
        started_at=lease,
        heartbeat_at=Now(),
        done=0,
    )
    return JobRun(
        company=company,
        by=job.requested_by or SYSTEM,
        arguments=job.arguments,
        job_id=job.pk,
        kind=job.kind,
        lease=lease,
    )


def give_up(company: Company, job: Job) -> None:
    """Fail a job that no worker survived."""
    message = _("The job was broken off %(count)s times and is not tried again by itself.")
    Job.objects.for_company(company).filter(pk=job.pk).update(
        state=JobState.FAILED, finished_at=Now(), errors=[message % {"count": job.attempts}]
    )
    logger.error("job %s (%s) was broken off %s times", job.pk, job.kind, job.attempts)


class Settled:
    """Writes down how the block ended: done, refused or failed.

    When the process dies in it, or the database goes away, nothing is written: the job still runs as far as
    its row knows, falls silent, and is taken up again.
    """

    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.result: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Return whether the error ends here."""
        if error is None:
            self._finish(JobState.DONE, [])
            return False
        if isinstance(error, LeaseLost):
            logger.warning("job %s goes on in another worker", self.run.job_id)
            return True
        if isinstance(error, BusinessError):
            self._finish(JobState.FAILED, [str(problem.message) for problem in error.problems])
            return True
        if isinstance(error, PermissionDenied):
            self._finish(JobState.FAILED, [str(error)])
            return True
        if isinstance(error, Exception):
            self._fail(error)
        return False

    def _fail(self, error: Exception) -> None:
        logger.error("job %s (%s) failed", self.run.job_id, self.run.kind, exc_info=error)
        if not isinstance(error, OperationalError | InterfaceError):
            self._finish(
                JobState.FAILED, [_("Something went wrong here. The fault has been noted.")]
            )

    def _finish(self, state: JobState, errors: list[str]) -> None:
        written = self.run.row.update(
            state=state,
            errors=errors,
            result=self.result,
            finished_at=Now(),
            heartbeat_at=Now(),
            **self.run.news,
        )
        if not written:
            logger.warning("job %s ended here, but is another worker's", self.run.job_id)
