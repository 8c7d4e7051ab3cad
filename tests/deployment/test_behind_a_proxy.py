"""Behind a proxy: whose address counts, what is secure, and what is too large."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from erp.access.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "10.0.0.2"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.2"),
        (1, "", "10.0.0.2"),
        (1, "203.0.113.7, ", "10.0.0.2"),
    ],
)
def test_a_client_cannot_choose_the_address_that_its_log_in_attempts_count_for(
    monkeypatch: pytest.MonkeyPatch, proxies: int, forwarded: str, address: str
) -> None:
    monkeypatch.setattr(settings, "TRUSTED_PROXIES", proxies)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.2")
    assert client_address(request) == address


def test_log_in_attempts_are_counted_by_that_address() -> None:
    from axes.helpers import get_client_ip_address

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.3")
    assert get_client_ip_address(request) == "10.0.0.3"
    assert settings.AXES_CLIENT_IP_CALLABLE == "erp.access.client_address.client_address"


def test_a_request_that_says_it_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    too_large = settings.REQUEST_LIMIT_MB * 1024 * 1024 + 1
    response = client.generic("POST", "/account/login/", b"", CONTENT_LENGTH=str(too_large))
    assert response.status_code == 413
    assert f"{settings.REQUEST_LIMIT_MB} MB" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "0", "12", "many"])
def test_others_are_let_through(client: Client, length: str) -> None:
    response = client.generic("POST", "/account/login/", b"", CONTENT_LENGTH=length)
    assert response.status_code != 413
