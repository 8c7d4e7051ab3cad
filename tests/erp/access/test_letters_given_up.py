"""A letter that could not be sent is seen and tried again; one that has no reader any more is not written."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erp.access.actions.letters import FIRST_PAUSE, post_letter, send_letter
from erp.access.actions.members import MembershipRefused, invite_again
from erp.access.models import Letter, LetterKind, Membership
from erp.access.roles import Role
from erp.access.tasks import forget_what_has_run_out
from erp.companies.scope import Scope, company_scope, set_scope
from tests.erp.access.conftest import CommittingClient
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return CommittingClient()


def invitation(world: World, **other: int) -> Letter:
    return post_letter(
        LetterKind.INVITATION, **{"user": world.ola.pk, "company": world.fjord.pk} | other
    )


def give_up(letter: Letter, days: int = 0) -> None:
    created = timezone.now() - timedelta(days=days)
    Letter.objects.filter(pk=letter.pk).update(due_at=None, created_at=created)


def test_a_slow_mail_server_has_finished_before_another_attempt_begins(settings: Any) -> None:
    assert timedelta(minutes=5) <= FIRST_PAUSE
    assert timedelta(seconds=10 * settings.EMAIL_TIMEOUT) <= FIRST_PAUSE


def test_the_access_page_tells_of_it_and_sends_it_again(
    client: Client, world: World, mailbox: list[EmailMessage]
) -> None:
    world.ola.last_login = timezone.now()
    world.ola.save()
    member = Membership.objects.for_company(world.fjord).get(user=world.ola)
    give_up(invitation(world))
    give_up(invitation(world, user=world.per.pk, company=world.tind.pk))
    client.force_login(world.eva)
    url = reverse("members", args=[world.fjord.slug])
    again = reverse("member_invite", args=[world.fjord.slug, member.pk])
    page = client.get(url)
    assert page.context["without_letter"] == {world.ola.pk}
    assert again in page.content.decode()
    assert client.post(again).status_code == 302
    assert [letter.to for letter in mailbox] == [[world.ola.email]]
    assert client.get(url).context["without_letter"] == set()
    assert [letter.facts["company"] for letter in Letter.objects.all()] == [world.tind.pk]


def test_those_who_may_not_give_access_do_not_see_it(client: Client, world: World) -> None:
    give_up(invitation(world))
    client.force_login(world.people[Role.AUDITOR])
    page = client.get(reverse("members", args=[world.fjord.slug]))
    assert page.context["without_letter"] == set()


def test_who_has_signed_in_and_got_the_letter_gets_no_other(world: World) -> None:
    world.ola.last_login = timezone.now()
    world.ola.save()
    member = Membership.objects.for_company(world.fjord).get(user=world.ola)
    with pytest.raises(MembershipRefused):
        invite_again(company=world.fjord, by=world.eva, membership=member, today=TODAY)


def end_access(world: World) -> None:
    Membership.objects.filter(user=world.ola).update(valid_to=date(2020, 1, 1))


def leave(world: World) -> None:
    world.ola.is_active = False
    world.ola.save()


@pytest.mark.parametrize(
    ("other", "before"),
    [
        ({"user": 0}, None),
        ({"company": 0}, None),
        ({}, end_access),
        ({}, leave),
    ],
)
def test_an_invitation_without_a_reader_is_dropped(
    world: World,
    mailbox: list[EmailMessage],
    other: dict[str, int],
    before: Callable[[World], None] | None,
) -> None:
    with company_scope(world.fjord.pk):
        letter = invitation(world, **other)
        if before:
            before(world)
    set_scope(Scope())
    send_letter(letter.pk)
    assert mailbox == []
    assert not Letter.objects.exists()


def test_an_invitation_with_a_reader_is_sent(world: World, mailbox: list[EmailMessage]) -> None:
    letter = invitation(world)
    set_scope(Scope())
    send_letter(letter.pk)
    assert [each.to for each in mailbox] == [[world.ola.email]]


def test_what_was_given_up_is_forgotten_after_a_month(world: World) -> None:
    old, young, waiting = (invitation(world) for _ in range(3))
    give_up(old, days=31)
    give_up(young, days=29)
    Letter.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=31))
    forget_what_has_run_out()
    assert set(Letter.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}


def test_who_runs_the_product_lists_and_tries_again(
    mailbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    letter = post_letter(LetterKind.NOTICE, subject="Hei", body="Hemmelig", to="ola@fjord.example")
    with pytest.raises(CommandError):
        call_command("letters", again=letter.pk)
    give_up(letter)
    told = StringIO()
    call_command("letters", stdout=told)
    assert f"{letter.pk} notice" in told.getvalue()
    assert "to=ola@fjord.example" in told.getvalue()
    assert "Hemmelig" not in told.getvalue()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("letters", again=letter.pk, stdout=told)
    assert [each.subject for each in mailbox] == ["Hei"]
    assert not Letter.objects.exists()
