"""Kinds of jobs that only the tests know, and ways to look at jobs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from erp.access.rights import SYSTEM, Actor
from erp.companies.models import Company
from erp.errors import BusinessError, Problem
from erp.jobs import actions
from erp.jobs.models import Job
from erp.jobs.registry import job_handler
from erp.jobs.running import JobRun

COUNT, REFUSE, BREAK, FORBID, LOSE = (
    f"tests.{name}" for name in ("count", "refuse", "break", "forbid", "lose")
)
counted: list[int] = []  # The jobs whose handler ran to its end.


@job_handler(COUNT, "Teller")
def count(job: JobRun) -> dict[str, Any]:
    for done in range(job.arguments["to"]):
        job.progress(done, job.arguments["to"], f"nummer {done}")
    job.progress(job.arguments["to"], job.arguments["to"], "ferdig")
    counted.append(job.job_id)
    return {"summary": "Talt."}


@job_handler(REFUSE, "Nekter")
def refuse(job: JobRun) -> dict[str, Any]:
    job.progress(1, 3)
    raise BusinessError(Problem("Linje 2 mangler konto.", "2"), Problem("Linje 3 er tom.", "3"))


@job_handler(BREAK, "Går i stykker")
def break_down(job: JobRun) -> dict[str, Any]:
    raise ZeroDivisionError("secret detail")


@job_handler(FORBID, "Får ikke lov")
def forbid(job: JobRun) -> dict[str, Any]:
    raise PermissionDenied("Du har ikke tilgang til dette.")


@job_handler(LOSE, "Mister databasen")
def lose_the_database(job: JobRun) -> dict[str, Any]:
    raise OperationalError("connection refused")


def ask(company: Company, kind: str = COUNT, by: Actor = SYSTEM, **values: Any) -> Job:
    """Ask for a job."""
    arguments = values.pop("arguments", {"to": 3})
    person = None if by is SYSTEM else by
    return actions.enqueue_job(company=company, by=person, kind=kind, arguments=arguments, **values)


def as_it_stands(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)
