"""Signing in by e-mail and password, and out again."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from erp.access.actions import create_user
from erp.access.models import User
from tests.support.sign_in import sign_in
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_what_is_stored_is_an_argon2_hash(outside: World) -> None:
    stored = outside.ola.password
    assert stored.startswith("argon2$argon2id$")
    assert PASSWORD not in stored
    assert outside.eva.password != stored  # The same password, another salt.


def test_the_right_password_leads_to_the_company(outside: World, client: Client) -> None:
    answer = sign_in(client, outside.ola)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").headers["Location"] == f"/{outside.fjord.slug}/"


def test_an_address_is_the_same_in_other_letters(outside: World, client: Client) -> None:
    form = {"login": f" {outside.ola.email.upper()} ", "password": PASSWORD}
    assert client.post("/account/login/", form).status_code == 302


def test_password_managers_are_told_what_the_fields_are(outside: World, client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_a_wrong_password_is_refused_and_not_shown_again(outside: World, client: Client) -> None:
    answer = sign_in(client, outside.ola, "helt-feil-passord")
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert 'role="alert"' in answer.content.decode()
    assert "helt-feil-passord" not in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("missing", ["login", "password"])
def test_what_is_missing_is_named_at_its_field(
    outside: World, client: Client, missing: str
) -> None:
    form = {"login": outside.ola.email, "password": PASSWORD} | {missing: ""}
    answer = client.post("/account/login/", form)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {missing}


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each time a password is hashed, which is what takes time in a log-in."""
    done: list[str] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify

    def counted_encode(self: Argon2PasswordHasher, *args: object) -> str:
        done.append("encode")
        return str(encode(self, *args))

    def counted_verify(self: Argon2PasswordHasher, *args: object) -> bool:
        done.append("verify")
        return bool(verify(self, *args))

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted_encode)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", counted_verify)
    yield done


def test_nobody_learns_which_addresses_have_an_account(
    outside: World, client: Client, hashings: list[str]
) -> None:
    invited = create_user(email="invitert@fjord.example", name="Inga Invitert")
    hashings.clear()
    answers, costs = [], []
    for user in (outside.ola, invited, User(email="ingen@fjord.example")):
        answer = sign_in(Client(), user, "helt-feil-passord")
        answers.append((answer.status_code, answer.context["form"].errors.as_json()))
        costs.append(len(hashings))
        hashings.clear()
    assert len(set(answers)) == 1
    assert costs == [1, 1, 1]


def test_a_closed_account_is_told_so_only_to_who_knows_its_password(
    outside: World, client: Client
) -> None:
    User.objects.filter(pk=outside.ola.pk).update(is_active=False)
    assert sign_in(client, outside.ola, "helt-feil-passord").status_code == 422
    answer = sign_in(client, outside.ola)
    assert answer.headers["Location"] == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert not is_signed_in(client)


def test_an_account_that_is_closed_ends_its_sessions(outside: World, client: Client) -> None:
    sign_in(client, outside.ola)
    User.objects.filter(pk=outside.ola.pk).update(is_active=False)
    assert client.get(f"/{outside.fjord.slug}/").headers["Location"].startswith("/account/login/")


def test_the_way_on_is_kept(outside: World, client: Client) -> None:
    wanted = f"/{outside.fjord.slug}/members/?q=1"
    sent = client.get(wanted)
    page = client.get(sent.headers["Location"]).content.decode()
    assert f'name="next" value="{wanted}"' in page
    assert sign_in(client, outside.ola, next=wanted).headers["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://regna.evil.example/",
        "//regna.evil.example/",
        "/\\regna.evil.example/",
        "https:///regna.evil.example/",
        "http://testserver@regna.evil.example/",
        "javascript:alert(1)",
        "\t//regna.evil.example/",
    ],
)
def test_the_way_on_never_leads_to_another_host(
    outside: World, client: Client, elsewhere: str
) -> None:
    assert sign_in(client, outside.ola, next=elsewhere).headers["Location"] == "/"


def test_a_session_gets_a_new_key_when_somebody_signs_in(outside: World, client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["before"] = "here"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client, outside.ola)
    assert client.session.session_key != before
    assert not type(session)().exists(before)


def test_a_session_ends_with_the_browser_and_after_twelve_hours(
    outside: World, client: Client
) -> None:
    cookie = sign_in(client, outside.ola).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_who_is_signed_in_is_not_asked_again(outside: World, client: Client) -> None:
    sign_in(client, outside.ola)
    assert client.get("/account/login/").headers["Location"] == "/"


def test_signing_out_is_a_post(outside: World, client: Client) -> None:
    sign_in(client, outside.ola)
    key = client.session.session_key
    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    answer = client.post("/account/logout/")
    assert answer.headers["Location"] == "/account/login/"
    assert not is_signed_in(client)
    assert not type(client.session)().exists(key)


def test_signing_in_and_out_needs_the_token_of_the_form(outside: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, outside.ola).status_code == 403
    strict.force_login(outside.ola)
    refused = strict.post("/account/logout/")
    assert refused.status_code == 403
    assert "fault" in refused.content.decode()  # The page of the house, not Django's.
    # To htmx it is not missing access, but a page to load again.
    assert strict.post("/account/logout/", headers={"HX-Request": "true"}).status_code == 400
    assert is_signed_in(strict)


def test_nothing_about_an_account_is_kept_by_the_browser(outside: World, client: Client) -> None:
    sign_in(client, outside.ola)
    for address in ("", "logout/", "reauthenticate/", "password/change/", "2fa/"):
        kept = client.get(f"/account/{address}").headers["Cache-Control"]
        assert "no-store" in kept, address
