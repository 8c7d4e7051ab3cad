"""A job's way: asked for, run, and each way it can end; taken up again when its worker died; tried again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from erp.access.roles import Role
from erp.companies.scope import Scope, set_scope
from erp.jobs import actions, tasks
from erp.jobs.claiming import MAX_ATTEMPTS, claim_job
from erp.jobs.models import Job, JobState
from tests.erp.jobs import BREAK, COUNT, FORBID, LOSE, REFUSE, as_it_stands, ask, counted
from tests.world import World

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The jobs that were handed to the workers; none is run by itself."""
    handed: list[int] = []
    monkeypatch.setattr(tasks.run_job, "delay", lambda *, job_id, company_id: handed.append(job_id))
    # The beat has a connection of its own, and would not see this test's transaction.
    monkeypatch.setattr("erp.jobs.running.BEAT_EVERY", 3600)
    counted.clear()
    yield handed


def run(world: World, job: Job) -> Job:
    actions.run_job(company=world.fjord, job_id=job.pk)
    return as_it_stands(job)


def silent(job: Job, state: JobState = JobState.RUNNING, attempts: int = 1) -> Job:
    """A job whose worker was killed some minutes ago."""
    began = timezone.now() - LONG_AGO
    Job.objects.filter(pk=job.pk).update(
        state=state, attempts=attempts, started_at=began, heartbeat_at=began
    )
    return job


def test_a_job_is_handed_over_when_it_is_committed_and_not_before(
    world: World, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        job = ask(world.fjord)
        assert sent == []
    assert sent == [job.pk]
    assert (job.state, job.title, str(job)) == ("queued", "Teller", "Teller")


def test_a_job_tells_how_far_it_came_and_what_came_of_it(world: World) -> None:
    job = run(world, ask(world.fjord))
    assert (job.state, job.done, job.total, job.message) == ("done", 3, 3, "ferdig")
    assert (job.result, job.errors, job.attempts) == ({"summary": "Talt."}, [], 1)
    assert job.finished_at and job.started_at and not job.is_unfinished


def test_a_job_that_ran_is_not_run_again(world: World) -> None:
    job = ask(world.fjord)
    run(world, job)
    assert run(world, job).attempts == 1
    assert counted == [job.pk]


def test_the_same_key_is_the_same_job(
    world: World, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        first = ask(world.fjord, source_key="import:1")
        assert ask(world.fjord, source_key="import:1").pk == first.pk
    assert sent == [first.pk]
    with pytest.raises(actions.JobKeyReused):
        ask(world.fjord, source_key="import:1", arguments={"to": 4})


def test_a_refusal_stands_on_the_job_problem_by_problem(world: World) -> None:
    job = run(world, ask(world.fjord, REFUSE))
    assert job.errors == ["Linje 2 mangler konto.", "Linje 3 er tom."]
    assert (job.state, job.done, job.total) == ("failed", 1, 3)


def test_a_missing_right_stands_on_the_job(world: World) -> None:
    job = run(world, ask(world.fjord, FORBID))
    assert (job.state, job.errors) == ("failed", ["Du har ikke tilgang til dette."])


def test_a_bug_goes_up_and_is_told_in_plain_words(world: World) -> None:
    job = ask(world.fjord, BREAK)
    with pytest.raises(ZeroDivisionError):
        run(world, job)
    job = as_it_stands(job)
    assert job.state == "failed"
    assert len(job.errors) == 1
    assert "secret" not in job.errors[0]


def test_an_unknown_kind_fails(world: World) -> None:
    job = Job.objects.create(company=world.fjord, kind="tests.unheard", title="?")
    with pytest.raises(LookupError):
        run(world, job)
    assert as_it_stands(job).state == "failed"


def test_a_database_that_goes_away_leaves_the_job_to_be_taken_up(world: World) -> None:
    job = ask(world.fjord, LOSE)
    with pytest.raises(Exception, match="connection refused"):
        run(world, job)
    assert as_it_stands(job).state == "running"


def test_a_job_whose_worker_was_killed_is_found_and_run_to_its_end(
    world: World, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    job = silent(ask(world.fjord))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.resume_stalled_jobs(company=world.fjord) == [job]
    assert sent == [job.pk]
    assert as_it_stands(job).state == "queued"
    job = run(world, job)
    assert (job.state, job.attempts, counted) == ("done", 2, [job.pk])


def test_a_job_that_shows_signs_of_life_is_left_alone(world: World) -> None:
    job = ask(world.fjord)
    held = claim_job(company=world.fjord, job_id=job.pk)
    assert held
    assert actions.resume_stalled_jobs(company=world.fjord) == []
    assert run(world, job).state == "running"
    assert counted == []


def test_what_was_never_sent_is_sent_by_the_sweep(
    world: World,
    sent: list[int],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def away(**_ids: int) -> None:
        raise BrokerError("connection refused")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        patch.setattr(tasks.run_job, "delay", away)
        job = ask(world.fjord)
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - LONG_AGO)
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.resume_stalled_jobs(company=world.fjord)
        assert actions.resume_stalled_jobs(company=world.fjord) == [], "once is enough for now"
    assert sent == [job.pk]


def test_a_job_that_no_worker_survives_is_given_up(world: World) -> None:
    job = run(world, silent(ask(world.fjord), attempts=MAX_ATTEMPTS))
    assert (job.state, len(job.errors), counted) == ("failed", 1, [])
    assert str(MAX_ATTEMPTS) in job.errors[0]


def test_who_lost_the_job_writes_nothing_more(world: World) -> None:
    job = ask(world.fjord)
    first = claim_job(company=world.fjord, job_id=job.pk)
    silent(job)
    second = claim_job(company=world.fjord, job_id=job.pk)
    assert first and second
    first.news = {"done": 1}
    first.sign()
    with pytest.raises(Exception, match=f"job {job.pk}"):
        first.progress(2, 3)
    second.news = {"done": 3}
    second.sign()
    assert (as_it_stands(job).done, as_it_stands(job).attempts) == (3, 2)


def test_a_failed_job_is_tried_again_with_a_clean_sheet(
    world: World, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    job = run(world, ask(world.fjord, REFUSE))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.retry_job(company=world.fjord, by=world.ola, job=job)
    assert sent == [job.pk]
    job = as_it_stands(job)
    assert (job.state, job.errors, job.attempts, job.done) == ("queued", [], 0, 0)
    with pytest.raises(actions.JobRefused):
        actions.retry_job(company=world.fjord, by=world.ola, job=job)


def test_trying_again_needs_the_right(world: World) -> None:
    job = run(world, ask(world.fjord, REFUSE))
    for role in (Role.AUDITOR, Role.APPROVER, Role.EMPLOYEE):
        with pytest.raises(PermissionDenied):
            actions.retry_job(company=world.fjord, by=world.people[role], job=job)
    with pytest.raises(PermissionDenied):
        actions.retry_job(company=world.fjord, by=world.per, job=job)


def test_another_companys_job_is_neither_run_nor_taken_up(world: World) -> None:
    job = silent(ask(world.fjord))
    actions.run_job(company=world.tind, job_id=job.pk)
    assert actions.resume_stalled_jobs(company=world.tind) == []
    assert as_it_stands(job).state == "running"


def test_arguments_that_are_not_plain_are_refused_at_once(world: World) -> None:
    with pytest.raises(TypeError):
        ask(world.fjord, arguments={"company": world.fjord})


def test_the_title_is_shortened_to_what_fits(world: World) -> None:
    assert len(ask(world.fjord, COUNT, title="x" * 300).title) == 200
    set_scope(Scope(companies=(world.fjord.pk,)))
