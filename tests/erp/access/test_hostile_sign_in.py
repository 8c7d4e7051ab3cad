"""What is sent to the page of signing in that no browser sends."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email", ["ola\x00@fjord.example", "o" * 5000 + "@fjord.example", "\ud800@fjord.example"]
)
def test_an_address_that_none_can_have_is_refused(client: Client, email: str) -> None:
    sent = {"login": email.encode("utf-8", "surrogatepass").decode("latin-1"), "password": "feil"}
    answer = client.post(reverse("account_login"), sent)
    assert answer.status_code == 422
