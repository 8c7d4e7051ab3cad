"""A letter outlives a broker and a mail server that are away: nothing is lost, nobody meets an error."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.mail import EmailMessage
from django.db.models import F
from django.test import Client

from erp.access.actions import invite_member
from erp.access.actions.letters import MOST_ATTEMPTS, post_letter, send_letter
from erp.access.actions.members import MembershipRefused
from erp.access.models import Letter, LetterKind
from erp.access.roles import Role
from erp.access.tasks import send_due_letters
from erp.access.tasks import send_letter as task
from erp.companies.scope import Scope, company_scope, set_scope
from erp.run.valkey import Valkey
from tests.erp.access.conftest import CommittingClient
from tests.support.sign_in import sign_in
from tests.world import PASSWORD, TODAY, World

pytestmark = pytest.mark.django_db
NEW = "tolv-hester-i-fjøset"


@pytest.fixture
def client() -> Client:
    return CommittingClient()


def use_broker(url: str) -> None:
    current_app.conf.broker_write_url = url
    current_app.amqp._producer_pool = None


@pytest.fixture
def broker_away(tmp_path: Path, letters_at_once: None) -> Iterator[None]:
    """A real broker that was there and is not any more."""
    broker = Valkey(tmp_path)
    broker.start()
    broker.stop()
    before = current_app.conf.broker_write_url
    current_app.conf.task_always_eager = False
    use_broker(broker.url)
    yield
    current_app.conf.task_always_eager = True
    use_broker(before)


@pytest.fixture
def no_mail_server(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    return settings


def broker_is_back() -> None:
    """The sweep hands over, and a worker sends."""
    current_app.conf.task_always_eager = True
    send_due_letters()


def notice() -> Letter:
    return post_letter(LetterKind.NOTICE, subject="Hei", body="Noe", to="ola@fjord.example")


def make_due(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(due_at=F("created_at"))


@pytest.mark.slow  # The broker is asked some times.
def test_a_changed_password_is_told_when_the_broker_is_back(
    outside: World, client: Client, mailbox: list[EmailMessage], broker_away: None
) -> None:
    sign_in(client, outside.ola)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", form).status_code == 302
    assert mailbox == []
    broker_is_back()
    assert [letter.to for letter in mailbox] == [[outside.ola.email]]
    assert not Letter.objects.exists()


@pytest.mark.slow
def test_a_forgotten_password_is_answered_when_the_broker_is_back(
    outside: World, client: Client, mailbox: list[EmailMessage], broker_away: None
) -> None:
    for email in (outside.ola.email, "ingen@fjord.example"):
        answer = client.post("/account/password/reset/", {"email": email})
        assert answer.status_code == 302
    (one, other) = Letter.objects.order_by("pk")
    assert (one.facts, other.facts) == (
        {"email": outside.ola.email},
        {"email": "ingen@fjord.example"},
    )
    broker_is_back()
    assert [letter.to for letter in mailbox] == [[outside.ola.email]]
    assert not Letter.objects.exists()


@pytest.mark.slow
def test_an_invitation_stands_and_its_letter_follows(
    world: World,
    mailbox: list[EmailMessage],
    broker_away: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite_member(
            company=world.fjord,
            by=world.eva,
            email="nina@fjord.example",
            name="Nina Ny",
            role=Role.BOOKKEEPER,
            today=TODAY,
        )
    assert mailbox == []
    set_scope(Scope())
    broker_is_back()
    [letter] = mailbox
    assert (letter.to, "/account/password/reset/key/" in letter.body) == (
        ["nina@fjord.example"],
        True,
    )


def test_a_change_that_is_rolled_back_sends_nothing(
    world: World, mailbox: list[EmailMessage]
) -> None:
    with company_scope(world.fjord.pk), pytest.raises(MembershipRefused):
        invite_member(
            company=world.fjord,
            by=world.eva,
            email="nina@fjord.example",
            name="Nina",
            role=Role.BOOKKEEPER,
            today=TODAY,
            valid_to=date(2020, 1, 1),
        )
    assert not Letter.objects.exists()


def test_a_mail_server_that_is_away_is_asked_again_later_and_later(no_mail_server: Any) -> None:
    letter = notice()
    pauses = []
    for _attempt in range(3):
        make_due(letter)
        task(letter_id=letter.pk)
        row = Letter.objects.get()
        pauses.append(row.due_at - row.created_at)
        task(letter_id=letter.pk)  # Not due: left alone.
    assert Letter.objects.get().attempts == 3
    assert [round(pause.total_seconds() / 60) for pause in pauses] == [5, 10, 20]


def test_a_letter_is_sent_once(mailbox: list[EmailMessage]) -> None:
    letter = notice()
    for _ in range(2):
        send_letter(letter.pk)
        send_due_letters()
    assert [each.subject for each in mailbox] == ["Hei"]


def test_what_can_never_be_sent_is_given_up_and_kept(mailbox: list[EmailMessage]) -> None:
    letter = notice()
    Letter.objects.filter(pk=letter.pk).update(attempts=MOST_ATTEMPTS)
    send_due_letters()
    send_due_letters()
    assert (mailbox, Letter.objects.get().due_at) == ([], None)
