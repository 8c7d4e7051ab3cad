"""Passwords: forgotten, chosen by a letter, changed; and what a password must be."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.utils import timezone

from erp.access.models import User
from tests.erp.access.conftest import CommittingClient
from tests.support.sign_in import sign_in, turn_on_second_factor
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
NEW = "tolv-hester-i-fjøset"


@pytest.fixture
def client() -> Client:
    return CommittingClient()


def link_in(letter: EmailMessage) -> str:
    """Return the path of the link in a letter."""
    [link] = re.findall(r"http://localhost:8000(/account/password/reset/key/\S+)", letter.body)
    return str(link)


def open_link(client: Client, path: str) -> str:
    """Follow a letter's link to the form; returns where the form stands, without the key."""
    form = client.get(path).headers["Location"]
    assert form.endswith("-set-password/")
    assert client.get(form).status_code == 200
    return str(form)


def choose(client: Client, form: str, password: str = NEW, repeated: str | None = None) -> Any:
    """Send the form with a new password."""
    return client.post(form, {"password1": password, "password2": repeated or password})


@pytest.fixture
def letter(outside: World, client: Client, mailbox: list[EmailMessage]) -> EmailMessage:
    """The letter that Ola gets who has forgotten his password."""
    client.post("/account/password/reset/", {"email": outside.ola.email})
    [sent] = mailbox
    mailbox.clear()
    return sent


def test_a_forgotten_password_is_chosen_anew_by_a_letter(
    outside: World, client: Client, letter: EmailMessage
) -> None:
    assert letter.to == [outside.ola.email]
    assert "Ola Nordmann" in letter.body
    assert PASSWORD not in letter.body
    answer = choose(client, open_link(client, link_in(letter)))
    assert answer.headers["Location"] == "/"  # Signed in.
    assert client.get("/account/").status_code == 200
    assert sign_in(Client(), outside.ola).status_code == 422
    assert sign_in(Client(), outside.ola, NEW).status_code == 302


def test_the_answer_is_the_same_for_an_address_that_nobody_has(
    outside: World, client: Client, mailbox: list[EmailMessage]
) -> None:
    answers = [
        client.post("/account/password/reset/", {"email": email})
        for email in (outside.ola.email, "ingen@fjord.example")
    ]
    assert {(a.status_code, a.headers["Location"]) for a in answers} == {
        (302, "/account/password/reset/done/")
    }
    assert [letter.to for letter in mailbox] == [[outside.ola.email]]
    assert client.get("/account/password/reset/done/").status_code == 200


def test_what_is_no_address_is_named_at_its_field(outside: World, client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "ola"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email"}


def test_a_closed_account_gets_no_letter(
    outside: World, client: Client, mailbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=outside.ola.pk).update(is_active=False)
    client.post("/account/password/reset/", {"email": outside.ola.email})
    assert mailbox == []


@override_settings(ALLOWED_HOSTS=["*"])
def test_the_link_leads_to_our_own_host_whatever_the_request_says(
    outside: World, client: Client, mailbox: list[EmailMessage]
) -> None:
    evil = {"host": "regna.evil.example"}
    client.post("/account/password/reset/", {"email": outside.ola.email}, headers=evil)
    assert "evil" not in mailbox[0].body
    assert link_in(mailbox[0])


def test_a_link_works_once(outside: World, client: Client, letter: EmailMessage) -> None:
    choose(client, open_link(client, link_in(letter)))
    used = Client().get(link_in(letter))
    assert used.status_code == 410
    assert 'href="/account/password/reset/"' in used.content.decode()


def test_a_link_runs_out_after_three_days(
    outside: World, client: Client, letter: EmailMessage
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=2), tick=True):
        assert client.get(link_in(letter)).status_code == 410


@pytest.mark.parametrize("path", ["1-abc-def", "zzzzzzzzzzzzz-abc-def", "0-set-password"])
def test_a_made_up_link_opens_nothing(outside: World, client: Client, path: str) -> None:
    assert client.get(f"/account/password/reset/key/{path}/").status_code == 410


def test_a_letter_does_not_go_round_the_second_factor(
    outside: World, client: Client, mailbox: list[EmailMessage]
) -> None:
    client.force_login(outside.ola)
    turn_on_second_factor(client)
    client.post("/account/logout/")
    client.post("/account/password/reset/", {"email": outside.ola.email})
    answer = choose(client, open_link(client, link_in(mailbox[-1])))
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/").status_code == 302


def test_a_link_opened_by_somebody_else_signs_them_out(
    outside: World, client: Client, letter: EmailMessage
) -> None:
    other = Client()
    other.force_login(outside.eva)
    choose(other, open_link(other, link_in(letter)))
    assert other.get("/account/").context["user"] == outside.ola


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("kort", "12"),
        ("ola nordmann", "Passordet er for likt navn"),
        ("accountant@fjord.example", "Passordet er for likt e-post"),
        ("qwertyuiop12", "Dette passordet er for vanlig"),
        ("null\x00i passordet", "Null-tegn"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(
    outside: World, client: Client, password: str, says: str
) -> None:
    client.force_login(outside.ola)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/password/change/", form)
    assert answer.status_code == 422
    [problem] = answer.context["form"].errors["password1"]
    assert says in problem  # In Norwegian, also where the rule is Django's.
    assert sign_in(Client(), outside.ola).status_code == 302


@pytest.mark.parametrize("wrong", ["oldpassword", "password2"])
def test_a_change_needs_the_present_password_and_the_new_one_twice(
    outside: World, client: Client, wrong: str
) -> None:
    client.force_login(outside.ola)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | {wrong: "noe-helt-annet"}
    answer = client.post("/account/password/change/", form)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {wrong}


def test_a_change_signs_out_everywhere_else_and_is_told_by_letter(
    outside: World,
    client: Client,
    mailbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, outside.ola)
    sign_in(client, outside.ola)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/password/change/", form)
    assert answer.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(Client(), outside.ola, NEW).status_code == 302
    [letter] = mailbox
    assert letter.to == [outside.ola.email]
    assert NEW not in letter.body


def test_password_managers_know_whose_password_is_changed(outside: World, client: Client) -> None:
    client.force_login(outside.ola)
    page = client.get("/account/password/change/").content.decode()
    assert f'value="{outside.ola.email}" autocomplete="username"' in page
    assert page.count('autocomplete="new-password"') == 2
