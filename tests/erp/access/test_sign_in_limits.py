"""Guessing is stopped: per user and address by axes, per address and per account by allauth's limits."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from erp.access.tasks import forget_what_has_run_out
from tests.erp.access.conftest import CommittingClient
from tests.support.sign_in import sign_in
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
TRIES = settings.AXES_FAILURE_LIMIT


def fail(client: Client, world: World, times: int = TRIES) -> Any:
    """Give a wrong password some times; returns the last answer."""
    for _each in range(times):
        answer = sign_in(client, world.ola, "helt-feil-passord")
    return answer


def test_too_many_wrong_passwords_lock_out_with_a_page_that_says_so(
    outside: World, client: Client
) -> None:
    assert fail(client, outside, TRIES - 1).status_code == 422
    locked = fail(client, outside, 1)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "900"
    page = locked.content.decode()
    assert "15" in page
    assert 'href="/account/password/reset/"' in page
    assert sign_in(client, outside.ola).status_code == 429  # The right password too.


def test_other_letters_in_the_address_are_the_same_user(outside: World, client: Client) -> None:
    fail(client, outside)
    form = {"login": outside.ola.email.upper(), "password": PASSWORD}
    assert client.post("/account/login/", form).status_code == 429


def test_neither_other_users_nor_other_places_are_locked(outside: World, client: Client) -> None:
    fail(client, outside)
    assert sign_in(client, outside.eva).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), outside.ola).status_code == 302


@override_settings(TRUSTED_PROXIES=1, ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_the_place_is_what_the_proxy_saw(outside: World) -> None:
    for claimed in range(TRIES):  # What the client claims further left changes nothing.
        seen = f"198.51.100.{claimed}, 192.0.2.7"
        answer = sign_in(
            Client(headers={"X-Forwarded-For": seen}), outside.ola, "helt-feil-passord"
        )
    assert answer.status_code == 429
    assert AccessAttempt.objects.get().ip_address == "192.0.2.7"
    other = Client(headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8"})
    assert sign_in(other, outside.ola).status_code == 302


def test_the_lock_opens_after_the_cool_off(outside: World, client: Client) -> None:
    fail(client, outside)
    cool_off = settings.AXES_COOLOFF_TIME
    assert cool_off == timedelta(minutes=15)
    cache.clear()
    with time_machine.travel(timezone.now() + cool_off - timedelta(seconds=30), tick=True):
        assert sign_in(client, outside.ola).status_code == 429
    with time_machine.travel(timezone.now() + cool_off + timedelta(seconds=30), tick=True):
        assert sign_in(client, outside.ola).status_code == 302


def test_the_right_password_ends_the_counting(outside: World, client: Client) -> None:
    fail(client, outside, TRIES - 1)
    assert sign_in(client, outside.ola).status_code == 302
    client.post("/account/logout/")
    assert fail(client, outside, TRIES - 1).status_code == 422


def test_a_password_asked_for_again_is_counted_too(outside: World, client: Client) -> None:
    client.force_login(outside.ola)
    for _each in range(TRIES):
        answer = client.post("/account/reauthenticate/", {"password": "helt-feil-passord"})
    assert answer.status_code == 429
    assert {each.username for each in AccessAttempt.objects.all()} == {outside.ola.email}


def test_an_account_is_guarded_against_guesses_from_many_places(outside: World) -> None:
    wrong = [
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), outside.ola, "helt-feil-passord")
        for n in range(15)
    ]
    assert {each.status_code for each in wrong} == {422}
    answer = sign_in(Client(REMOTE_ADDR="192.0.2.99"), outside.ola)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors().data[0].code == "too_many_login_attempts"


def test_a_place_is_held_back_whatever_it_tries(outside: World, client: Client) -> None:
    for number in range(30):
        client.post("/account/login/", {"login": f"{number}@fjord.example", "password": ""})
    answer = sign_in(client, outside.ola)
    assert answer.status_code == 429
    assert "fault" in answer.content.decode()  # The page of the house, not allauth's.


def test_letters_are_not_sent_without_end(outside: World, mailbox: list) -> None:
    client = CommittingClient()
    for _each in range(6):
        answer = client.post("/account/password/reset/", {"email": outside.ola.email})
    assert answer.status_code == 429
    assert len(mailbox) == 5


def test_what_axes_keeps_holds_no_password(outside: World, client: Client) -> None:
    fail(client, outside, 1)
    kept = AccessAttempt.objects.get()
    assert "helt-feil-passord" not in kept.post_data
    assert "csrfmiddlewaretoken=*" in kept.post_data or "csrf" not in kept.post_data


def test_old_sessions_and_sign_ins_are_forgotten(outside: World, client: Client) -> None:
    from axes.models import AccessLog
    from django.contrib.sessions.models import Session

    sign_in(client, outside.ola)
    now = timezone.now()
    Session.objects.update(expire_date=now - timedelta(seconds=1))
    forget_what_has_run_out()
    assert Session.objects.count() == 0
    assert AccessLog.objects.count() == 1
    with time_machine.travel(now + timedelta(days=366)):
        forget_what_has_run_out()
    assert AccessLog.objects.count() == 0
