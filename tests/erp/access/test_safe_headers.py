"""What every answer tells the browser to refuse, and what production adds."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from erp.run.testing import PRODUCTION
from tests.support.headers import missing_headers
from tests.support.sign_in import sign_in, turn_on_second_factor
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_pages_of_signing_in_carry_them(outside: World, client: Client) -> None:
    seen: dict[str, Any] = {}
    for address in ("login/", "password/reset/", "password/reset/done/", "inactive/"):
        seen[address] = client.get(f"/account/{address}")
    seen["gone"] = client.get("/account/password/reset/key/1-abc-def/")
    seen["refused"] = sign_in(client, outside.ola, "helt-feil-passord")
    seen["not found"] = client.get("/no/such/page/")
    seen["redirect"] = client.get("/")
    seen["forged"] = Client(enforce_csrf_checks=True).post("/account/login/")
    for _each in range(settings.AXES_FAILURE_LIMIT):
        seen["locked"] = sign_in(client, outside.kari, "helt-feil-passord")
    assert (seen["locked"].status_code, seen["forged"].status_code) == (429, 403)
    assert {name: missing_headers(answer) for name, answer in seen.items()} == dict.fromkeys(
        seen, []
    )


def test_the_pages_of_ones_account_carry_them(outside: World, client: Client) -> None:
    client.force_login(outside.ola)
    turn_on_second_factor(client)
    names = ("", "logout/", "reauthenticate/", "password/change/", "2fa/", "2fa/reauthenticate/")
    second = ("2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/")
    for address in (*names, *second, "2fa/recovery-codes/download/"):
        answer = client.get(f"/account/{address}")
        assert answer.status_code == 200, address
        assert missing_headers(answer) == [], address
    client.post("/account/logout/")
    sign_in(client, outside.ola)
    assert missing_headers(client.get("/account/2fa/authenticate/")) == []


SHOW = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
plain = Client(headers={"host": "regna.example"}).get("/account/login/")
safe = Client(headers={"host": "regna.example"}).get("/", secure=True)
print(json.dumps({
    "plain": [plain.status_code, plain.headers["Location"]],
    "safe": dict(safe.headers),
    "cookies": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE],
}))
"""


@pytest.mark.slow
def test_production_speaks_tls_alone() -> None:
    """Starts a process of its own, as production would."""
    environment = os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": "erp.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=True
    )
    shown = json.loads(done.stdout.strip().splitlines()[-1])
    assert shown["plain"] == [301, "https://regna.example/account/login/"]
    assert shown["cookies"] == ["__Host-session", True, True, "__Host-csrf", True]
    headers = shown["safe"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "upgrade-insecure-requests" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
