"""The pages of jobs: list, one job, its live fragment, and trying again; who sees what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.access.roles import Role
from erp.jobs.models import Job, JobState
from tests.conftest import ScopedClient
from tests.erp.jobs import COUNT, ask
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seen_as_htmx_sees_it(client: ScopedClient, world: World) -> None:
    client.force_login(world.ola)


def job_of(world: World, by: Role = Role.ACCOUNTANT, **values: object) -> Job:
    job = ask(world.fjord, COUNT, by=world.people[by])
    for name, value in values.items():
        setattr(job, name, value)
    job.save()
    return job


def path(world: World, job: Job, *rest: str) -> str:
    return "/".join([f"/{world.fjord.slug}/jobs", str(job.pk), *rest, ""])


def test_a_running_job_asks_again_until_it_has_ended(client: ScopedClient, world: World) -> None:
    job = job_of(world, state=JobState.RUNNING, done=2, total=5, message="nummer 2")
    answer = client.get(path(world, job, "progress"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'hx-get="{path(world, job, "progress")}"' in text
    assert 'max="5" value="2"' in text
    assert "nummer 2" in text
    assert "<html" not in text

    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, done=5, result={"summary": "Talt."})
    text = client.get(path(world, job, "progress")).content.decode()
    assert "hx-get" not in text
    assert "Talt." in text


def test_a_failed_job_shows_each_error_and_may_be_tried_again(
    client: ScopedClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_of(world, state=JobState.FAILED, errors=["Linje 2 mangler konto.", "<b>Linje 3</b>"])
    text = client.get(path(world, job)).content.decode()
    assert "Linje 2 mangler konto." in text
    assert "&lt;b&gt;Linje 3" in text, "what a file has said is text"
    assert f'action="{path(world, job, "retry")}"' in text

    answer = client.post(path(world, job, "retry"))
    assert (answer.status_code, answer["Location"]) == (302, path(world, job))
    assert Job.objects.get(pk=job.pk).state == "queued"

    answer = client.post(path(world, job, "retry"), follow=True)
    assert answer.status_code == 200
    assert Job.objects.get(pk=job.pk).attempts == 0


def test_who_may_not_try_again_is_not_offered_it_and_is_refused(
    client: ScopedClient, world: World
) -> None:
    job = job_of(world, state=JobState.FAILED, errors=["Nei."])
    client.force_login(world.people[Role.AUDITOR])
    assert "retry/" not in client.get(path(world, job)).content.decode()
    assert client.post(path(world, job, "retry")).status_code == 403
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_one_sees_ones_own_jobs_and_with_the_right_all(client: ScopedClient, world: World) -> None:
    own, other = job_of(world, Role.EMPLOYEE), job_of(world, Role.ACCOUNTANT)
    client.force_login(world.people[Role.EMPLOYEE])
    for rest in ((), ("progress",)):
        assert client.get(path(world, own, *rest)).status_code == 200
        assert client.get(path(world, other, *rest)).status_code == 404
    assert client.get(f"/{world.fjord.slug}/jobs/").status_code == 403
    client.force_login(world.people[Role.AUDITOR])
    assert client.get(path(world, own)).status_code == 200


def test_another_company_has_no_such_job(client: ScopedClient, world: World) -> None:
    job = job_of(world, state=JobState.FAILED)
    client.force_login(world.per)
    assert client.get(path(world, job)).status_code == 404
    there = f"/{world.tind.slug}/jobs/{job.pk}/"
    for address in (there, f"{there}progress/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{there}retry/").status_code == 404
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_the_list_shows_the_latest_first_with_as_many_queries_for_few_as_for_many(
    client: ScopedClient, world: World
) -> None:
    address = f"/{world.fjord.slug}/jobs/"
    assert client.get(address).status_code == 200, "also when there are none"
    jobs = [job_of(world, title=f"Jobb {number}") for number in range(3)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        text = client.get(address).content.decode()
    places = [text.index(job.title) for job in reversed(jobs)]
    assert places == sorted(places)
    for number in range(60):
        job_of(world, title=f"Flere {number}")
    with CaptureQueriesContext(connection) as many:
        text = client.get(address).content.decode()
    assert text.count("Flere") == 50
    assert len(many) == len(few) <= 15
