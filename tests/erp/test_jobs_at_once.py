"""Jobs and several processes at once: signs of life, a lost lease, two workers after the same job."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from erp.companies.scope import company_scope
from erp.jobs import actions
from erp.jobs.claiming import claim_job
from erp.jobs.models import Job
from erp.jobs.registry import job_handler
from erp.jobs.running import JobRun, LeaseLost
from tests.erp.jobs import COUNT, as_it_stands, ask, counted
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SLOW = "tests.slow"
steps: dict[int, Callable[[JobRun], None]] = {}


@job_handler(SLOW, "Langsom")
def slowly(job: JobRun) -> dict[str, Any]:
    steps[job.job_id](job)
    return {}


@pytest.fixture(autouse=True)
def quick_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erp.jobs.running.BEAT_EVERY", 0.02)
    counted.clear()


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_progress_is_seen_while_the_job_runs_also_inside_a_transaction(world: World) -> None:
    job = ask(world.fjord, SLOW)
    seen: list[tuple[int, int, str]] = []

    def step(run: JobRun) -> None:
        with transaction.atomic():
            run.progress(2, 7, "midt i")
            until(lambda: as_it_stands(job).done == 2)
            row = as_it_stands(job)
            seen.append((row.done, row.total, row.message))
        before = as_it_stands(job).heartbeat_at
        until(lambda: as_it_stands(job).heartbeat_at > before)  # type: ignore[operator]

    steps[job.pk] = step
    actions.run_job(company=world.fjord, job_id=job.pk)
    assert seen == [(2, 7, "midt i")]
    assert as_it_stands(job).state == "done"


def test_a_worker_that_was_held_up_stops_when_another_has_the_job(world: World) -> None:
    """As after a pause of the whole machine: the first wakes, and must neither go on nor write."""
    job = ask(world.fjord, SLOW)
    outcome: list[str] = []

    def step(run: JobRun) -> None:
        Job.objects.filter(pk=job.pk).update(heartbeat_at="2026-01-01T00:00:00Z")
        taken = None
        while taken is None:  # The first still beats; at some moment the other is quicker.
            Job.objects.filter(pk=job.pk).update(heartbeat_at="2026-01-01T00:00:00Z")
            taken = claim_job(company=world.fjord, job_id=job.pk)
        until(lambda: run.lost)
        try:
            run.progress(5, 5)
        except LeaseLost:
            outcome.append("stopped")
            raise

    steps[job.pk] = step
    actions.run_job(company=world.fjord, job_id=job.pk)
    assert outcome == ["stopped"]
    row = as_it_stands(job)
    assert (row.state, row.attempts, row.finished_at) == ("running", 2, None)


def test_of_two_workers_at_once_one_runs_the_job(world: World) -> None:
    job = ask(world.fjord, COUNT)
    barrier = threading.Barrier(4)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with company_scope(world.fjord.pk):
                barrier.wait(10)
                actions.run_job(company=world.fjord, job_id=job.pk)
        except BaseException as error:  # noqa: BLE001 (told to the test below)
            faults.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert faults == []
    assert counted == [job.pk]
    assert (as_it_stands(job).state, as_it_stands(job).attempts) == ("done", 1)
