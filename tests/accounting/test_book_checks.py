"""The check of the books: asked for on its page or by the night, done as a job, told in people's words."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounting.book_checks import actions
from accounting.book_checks.actions import BooksNotWhole, ask_for_book_check, run_book_check
from accounting.book_checks.names import NAMES
from accounting.ledger.checks import CHECKS, Finding
from accounting.tasks import check_all_books
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.jobs.actions import run_job
from erp.jobs.models import Job
from tests.conftest import ScopedClient
from tests.world import World, line, post

pytestmark = pytest.mark.django_db


def path(world: World) -> str:
    return f"/{world.fjord.slug}/accounting/check/"


def ignore(done: int, total: int, message: str) -> None:
    """Hear how far it came."""


def test_every_check_has_a_name_for_people() -> None:
    assert set(NAMES) == set(CHECKS)


def test_whole_books_are_said_to_be_whole_and_progress_is_told(world: World) -> None:
    post(world, line("6800", "100.00"), line("1920", "-100.00"))
    heard: list[tuple[int, int]] = []
    count = run_book_check(
        company=world.fjord,
        by=world.ola,
        tell=lambda done, total, _what: heard.append((done, total)),
    )
    assert count == len(CHECKS)
    assert heard == [(done, len(CHECKS)) for done in range(len(CHECKS) + 1)]


def test_what_is_found_is_told_check_by_check(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(company: object, check: str) -> list[Finding]:
        rows = {"settlements sum to zero": 2, "no voucher is empty": 1}.get(check, 0)
        return [Finding(check, (at, Decimal("0.01"))) for at in range(rows)]

    monkeypatch.setattr(actions, "run_check", broken)
    with pytest.raises(BooksNotWhole) as found:
        run_book_check(company=world.fjord, by=SYSTEM, tell=ignore)
    assert len(found.value.problems) == 2
    assert "1" in found.value.problems[0].message
    assert "2" in found.value.problems[1].message
    assert caplog.text.count(world.fjord.slug) == 3, "operators see each row"


def test_the_job_ends_with_a_sentence(world: World) -> None:
    job = ask_for_book_check(company=world.fjord, by=world.ola, key="1")
    run_job(company=world.fjord, job_id=job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.done, job.total) == ("done", len(CHECKS), len(CHECKS))
    assert str(len(CHECKS)) in job.result["summary"]


def test_findings_make_the_job_fail_with_each_of_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "run_check", lambda company, check: [Finding(check, ())])
    job = ask_for_book_check(company=world.fjord, by=world.ola, key="1")
    run_job(company=world.fjord, job_id=job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, len(job.errors)) == ("failed", len(CHECKS))


def test_the_page_asks_once_for_a_double_click_and_shows_the_live_job(
    world: World, client: ScopedClient
) -> None:
    client.force_login(world.people[Role.AUDITOR])
    assert client.get(path(world)).status_code == 200
    key = str(uuid.uuid4())
    for _click in range(2):
        answer = client.post(path(world), {"key": key})
        assert (answer.status_code, answer["Location"]) == (302, path(world))
    job = Job.objects.get(kind="accounting.check_books")
    text = client.get(path(world)).content.decode()
    assert f'hx-get="/{world.fjord.slug}/jobs/{job.pk}/progress/"' in text

    run_job(company=world.fjord, job_id=job.pk)
    client.post(path(world), {"key": str(uuid.uuid4())})
    text = client.get(path(world)).content.decode()
    assert f'href="/{world.fjord.slug}/jobs/{job.pk}/"' in text, "the earlier one is listed"


def test_who_may_not_open_jobs_sees_how_the_books_were_found_all_the_same(
    world: World, client: ScopedClient
) -> None:
    """An approver sees the ledger but no jobs of others: nothing on the page may lead there, or ask for it."""
    jobs = [ask_for_book_check(company=world.fjord, by=world.ola, key=str(at)) for at in range(2)]
    client.force_login(world.kari)
    text = client.get(path(world)).content.decode()
    assert "/jobs/" not in text
    run_job(company=world.fjord, job_id=jobs[-1].pk)
    text = client.get(path(world)).content.decode()
    assert Job.objects.get(pk=jobs[-1].pk).result["summary"] in text
    assert "/jobs/" not in text


def test_a_key_that_is_none_is_refused(world: World, client: ScopedClient) -> None:
    client.force_login(world.ola)
    for typed in ({}, {"key": "x"}):
        assert client.post(path(world), typed).status_code == 422
    assert not Job.objects.exists()


def test_who_may_not_see_the_books_may_not_have_them_checked(
    world: World, client: ScopedClient
) -> None:
    for role in (Role.SALES, Role.EMPLOYEE, Role.EXTERNAL):
        with pytest.raises(PermissionDenied):
            ask_for_book_check(company=world.fjord, by=world.people[role], key="1")
        client.force_login(world.people[role])
        assert client.post(path(world), {"key": str(uuid.uuid4())}).status_code == 403
    with pytest.raises(PermissionDenied):
        run_book_check(company=world.fjord, by=world.per, tell=ignore)


def test_a_right_that_was_taken_away_meanwhile_fails_the_job(world: World) -> None:
    job = ask_for_book_check(company=world.fjord, by=world.ola, key="1")
    Job.objects.filter(pk=job.pk).update(requested_by=world.people[Role.SALES])
    run_job(company=world.fjord, job_id=job.pk)
    assert Job.objects.get(pk=job.pk).state == "failed"


@pytest.mark.django_db(transaction=True)
def test_every_night_each_company_is_checked_once(world: World) -> None:
    check_all_books()
    check_all_books()
    assert Job.objects.filter(company=world.fjord, kind="accounting.check_books").count() == 1
    assert Job.objects.get(company=world.fjord).requested_by is None
