"""Signing in as a person does: by the forms, with the code that an authenticator app would show."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from erp.access.models import User
from tests.world import PASSWORD


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 at the least cost, for tests that guess many times."""

    time_cost, memory_cost, parallelism = 1, 8, 1


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    """Send the log-in form; returns the answer."""
    return client.post("/account/login/", {"login": user.email, "password": password, **more})


def confirm_identity(client: Client, password: str = PASSWORD) -> None:
    """Give the password once more, as is asked before what is dangerous."""
    assert client.post("/account/reauthenticate/", {"password": password}).status_code == 302


def code_of(secret: str) -> str:
    """Return what an app that knows the secret shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def wrong_code(secret: str) -> str:
    """Return a code that the app does not show now."""
    return f"{(int(code_of(secret)) + 1) % 1_000_000:06}"


@dataclass(frozen=True)
class App:
    """An authenticator app that knows a secret, and the recovery codes that were kept."""

    secret: str
    recovery_codes: list[str]

    @property
    def code(self) -> str:
        """The code that it shows now."""
        return code_of(self.secret)


def turn_on_second_factor(client: Client) -> App:
    """Turn the second factor on for whoever is signed in, by the pages."""
    confirm_identity(client)
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session[SECRET_SESSION_KEY]
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    shown = client.get("/account/2fa/recovery-codes/")
    return App(secret, list(shown.context["unused_codes"]))
