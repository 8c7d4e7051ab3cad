"""One run of a job: its lease, which a thread renews while the process lives, and its progress.

The lease is the moment the run began and a heartbeat. A worker that dies stops beating, and another takes the
job with a lease of its own; what the first may still write is then refused, since the row holds the other's.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import InterfaceError, OperationalError, connection, connections
from django.db.models.functions import Now

from erp.access.rights import Actor
from erp.companies.models import Company, CompanyQuerySet
from erp.companies.scope import company_scope
from erp.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

# How often a running job shows that it lives, and after how long a silence another worker takes it. Units: seconds.
BEAT_EVERY = 1.0
SILENCE = timedelta(seconds=30)


class Leased(Protocol):
    """What is done under a lease: a job, or the reading of a document; `str()` names it in the log."""

    @property
    def company(self) -> Company: ...

    def sign(self) -> None: ...


class LeaseLost(Exception):
    """Another worker has taken the job; this one must stop."""


@dataclass
class JobRun:
    """What a handler gets: for whom and with what, and where it tells how far it has come."""

    company: Company
    by: Actor
    arguments: dict[str, Any]
    job_id: int
    kind: str
    lease: datetime
    lost: bool = False
    news: dict[str, Any] = field(default_factory=dict)

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Tell what is done of how much; also inside a transaction, since another connection writes it down.

        Raises: LeaseLost.
        """
        self.news = {"done": done, "total": total, "message": str(message)[:300]}
        self.heartbeat()

    def heartbeat(self) -> None:
        """Stop here when the job is another's. That this process lives is told without it. Raises: LeaseLost."""
        if self.lost:
            raise LeaseLost(f"job {self.job_id}, begun {self.lease}")

    def __str__(self) -> str:
        return f"job {self.job_id}"

    @property
    def row(self) -> CompanyQuerySet[Job]:
        """The job's row as long as this run holds it."""
        return Job.objects.for_company(self.company).filter(
            pk=self.job_id, started_at=self.lease, state=JobState.RUNNING
        )

    def sign(self) -> None:
        """Write heartbeat and progress down, and note when the job is another's."""
        if not self.row.update(heartbeat_at=Now(), **self.news):
            self.lost = True


@contextmanager
def signs_of_life(run: Leased) -> Iterator[None]:
    """Renew the lease of what is done from a thread of its own until the block ends, by a connection of its own."""
    stop = threading.Event()
    thread = threading.Thread(target=beat, args=(run, stop), name=str(run), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def beat(run: Leased, stop: threading.Event) -> None:
    """Sign every second. A database that is away for a moment is asked again."""
    try:
        while not stop.wait(BEAT_EVERY):
            try:
                with company_scope(run.company.pk):
                    run.sign()
            except (InterfaceError, OperationalError):
                logger.warning("%s could not tell that it lives", run, exc_info=True)
                connection.close()
    finally:
        connections.close_all()
