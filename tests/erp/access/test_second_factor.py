"""The second factor: an app's one-time codes, recovery codes, and how both are turned on and off."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.support.sign_in import (
    App,
    confirm_identity,
    sign_in,
    turn_on_second_factor,
    wrong_code,
)
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def from_the_start_of_a_code() -> Iterator[None]:
    """Begin where a code does, so that none runs out between being read and being sent."""
    begun = int(time.time()) // 30 * 30 + 1
    with time_machine.travel(begun, tick=True):
        yield


@pytest.fixture
def app(outside: World, client: Client) -> App:
    """Ola's app, turned on; the code that proved it is in the past, and nobody is signed in."""
    client.force_login(outside.ola)
    app = turn_on_second_factor(client)
    client.post("/account/logout/")
    return app


def give(client: Client, code: str) -> Any:
    """Send the form of the second step."""
    return client.post("/account/2fa/authenticate/", {"code": code})


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_turning_it_on_asks_for_the_password_first(outside: World, client: Client) -> None:
    client.force_login(outside.ola)
    sent = client.get("/account/2fa/totp/activate/").headers["Location"]
    assert sent == "/account/reauthenticate/?next=%2Faccount%2F2fa%2Ftotp%2Factivate%2F"
    wrong = client.post(sent, {"password": "helt-feil-passord"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"password"}
    assert client.get("/account/2fa/totp/activate/").status_code == 302


def test_the_page_shows_a_picture_to_scan_and_the_secret_to_type(
    outside: World, client: Client
) -> None:
    client.force_login(outside.ola)
    confirm_identity(client)
    answer = client.get("/account/2fa/totp/activate/")
    page, secret = answer.content.decode(), answer.context["form"].secret
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    assert "<svg" not in answer.context["totp_svg_data_uri"]
    assert "style=" not in answer.context["totp_svg"]
    assert "".join(answer.context["secret_groups"]) == secret
    assert f"otpauth://totp/accountant%40fjord.example?secret={secret}&issuer=Regna" in unescape(
        page
    )


def test_it_is_on_when_the_app_has_proved_itself(
    outside: World, client: Client, mailbox: list
) -> None:
    client.force_login(outside.ola)
    confirm_identity(client)
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    refused = client.post("/account/2fa/totp/activate/", {"code": wrong_code(secret)})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"code"}
    assert refused.context["form"].secret == secret  # The picture that was scanned still counts.
    assert not Authenticator.objects.exists()
    app = turn_on_second_factor(client)
    assert len(set(app.recovery_codes)) == 10
    assert client.get("/account/").context["second_factor"].on


def test_it_is_told_by_letter(
    outside: World, client: Client, mailbox: list, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(outside.ola)
    with django_capture_on_commit_callbacks(execute=True):
        turn_on_second_factor(client)
    [letter] = mailbox
    assert letter.to == [outside.ola.email]
    assert "127.0.0.1" in letter.body


def test_secrets_lie_encrypted_in_the_database(app: App) -> None:
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert app.secret not in stored
    assert not [code for code in app.recovery_codes if code in stored]
    kept = {each.type: each.data for each in Authenticator.objects.all()}
    assert kept["totp"]["secret"].startswith("gAAAA")  # A Fernet token.
    assert kept["recovery_codes"]["seed"].startswith("gAAAA")


def test_the_password_alone_opens_nothing(outside: World, client: Client, app: App) -> None:
    assert sign_in(client, outside.ola).headers["Location"] == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    home = client.get(f"/{outside.fjord.slug}/")
    assert home.headers["Location"].startswith("/account/login/")
    assert client.get("/account/2fa/").status_code == 302
    assert client.get("/account/2fa/authenticate/").status_code == 200


def test_the_code_does(outside: World, client: Client, app: App) -> None:
    sign_in(client, outside.ola, next=f"/{outside.fjord.slug}/members/")
    assert give(client, app.code).headers["Location"] == f"/{outside.fjord.slug}/members/"
    assert is_signed_in(client)


@pytest.mark.parametrize("other", ["", "12345", "abcdef", "²³¹²³¹", "0" * 21])
def test_anything_else_is_refused_at_the_field(
    outside: World, client: Client, app: App, other: str
) -> None:
    sign_in(client, outside.ola)
    answer = give(client, other)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"code"}
    assert give(client, wrong_code(app.secret)).status_code == 422
    assert not is_signed_in(client)


def test_a_code_works_once(outside: World, client: Client, app: App) -> None:
    code = app.code
    sign_in(client, outside.ola)
    assert give(client, code).status_code == 302
    again = Client()
    sign_in(again, outside.ola)
    assert give(again, code).status_code == 422
    assert not is_signed_in(again)


def test_an_old_code_does_not_work(outside: World, client: Client, app: App) -> None:
    with time_machine.travel(timezone.now() - timedelta(seconds=60), tick=False):
        old = app.code
    sign_in(client, outside.ola)
    assert give(client, old).status_code == 422


def test_codes_are_not_guessed_without_end(outside: World, client: Client, app: App) -> None:
    sign_in(client, outside.ola)
    for _each in range(15):
        refused = give(client, wrong_code(app.secret))
    assert refused.context["form"].errors.as_data()["code"][0].code == "incorrect_code"
    held = give(client, app.code)
    assert held.status_code == 422
    assert held.context["form"].errors.as_data()["code"][0].code == "too_many_login_attempts"


def test_the_second_step_is_waited_for_a_quarter_of_an_hour(
    outside: World, client: Client, app: App
) -> None:
    sign_in(client, outside.ola)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert give(client, app.code).headers["Location"] == "/account/login/"


def test_the_way_back_from_the_second_step_begins_anew(
    outside: World, client: Client, app: App
) -> None:
    sign_in(client, outside.ola)
    assert client.get("/account/login/").headers["Location"] == "/account/2fa/authenticate/"
    assert client.post("/account/logout/").headers["Location"] == "/account/login/"
    assert client.get("/account/login/").status_code == 200
    assert give(client, app.code).headers["Location"] == "/account/login/"
    assert sign_in(client, outside.eva).headers["Location"] == "/"


def test_each_recovery_code_lets_in_once(outside: World, client: Client, app: App) -> None:
    first, second = app.recovery_codes[:2]
    for code, let_in in ((first, True), (first, False), (f"{second[:4]} {second[4:]}", True)):
        visitor = Client()
        sign_in(visitor, outside.ola)
        page = visitor.get("/account/2fa/authenticate/?recovery").content.decode()
        assert "data-otp" not in page
        assert give(visitor, code).status_code == (302 if let_in else 422)
        assert is_signed_in(visitor) == let_in
    left = visitor.get("/account/").context["second_factor"].codes_left
    assert left == 8


def test_recovery_codes_are_shown_and_downloaded_only_after_the_password(
    outside: World, client: Client, app: App
) -> None:
    client.force_login(outside.ola)
    for address in ("", "download/", "generate/"):
        answer = client.get(f"/account/2fa/recovery-codes/{address}")
        assert answer.headers["Location"].startswith("/account/reauthenticate/"), address
    confirm_identity(client)
    file = client.get("/account/2fa/recovery-codes/download/")
    assert file.headers["Content-Type"].startswith("text/plain")
    assert file.headers["Content-Disposition"].startswith("attachment")
    text = file.content.decode().replace(" ", "")
    assert [code for code in app.recovery_codes if code not in text] == []


def test_new_recovery_codes_end_the_old(outside: World, client: Client, app: App) -> None:
    client.force_login(outside.ola)
    confirm_identity(client)
    assert client.post("/account/2fa/recovery-codes/generate/").status_code == 302
    new = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert set(new).isdisjoint(app.recovery_codes)
    visitor = Client()
    sign_in(visitor, outside.ola)
    assert give(visitor, app.recovery_codes[0]).status_code == 422
    assert give(visitor, new[0]).status_code == 302


def test_turning_it_off_ends_the_recovery_codes_too(
    outside: World, client: Client, app: App
) -> None:
    client.force_login(outside.ola)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert Authenticator.objects.count() == 2  # The password was asked for instead.
    confirm_identity(client)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), outside.ola).headers["Location"] == "/"


def test_the_code_may_stand_for_the_password_when_asked_again(
    outside: World, client: Client, app: App
) -> None:
    client.force_login(outside.ola)
    assert client.post("/account/2fa/reauthenticate/", {"code": "000"}).status_code == 422
    assert client.post("/account/2fa/reauthenticate/", {"code": app.code}).status_code == 302
    assert client.get("/account/2fa/recovery-codes/").status_code == 200


def test_one_persons_app_does_not_open_anothers_account(
    outside: World, client: Client, app: App
) -> None:
    other = Client()
    other.force_login(outside.eva)
    evas = turn_on_second_factor(other)
    sign_in(client, outside.ola)
    assert give(client, evas.code).status_code == 422
    assert give(client, evas.recovery_codes[0]).status_code == 422


def test_an_operator_helps_who_has_lost_both(outside: World, client: Client, app: App) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_factor", "ingen@fjord.example")
    call_command("reset_second_factor", outside.ola.email.upper())
    assert sign_in(client, outside.ola).headers["Location"] == "/"
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", outside.ola.email)
