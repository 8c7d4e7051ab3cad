"""A date of a document that must be a slip of the finger is told at its field."""

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.models import Voucher
from tests.inbox.documents import known_supplier, received
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["31.12.9999", "16.11.2062", "16.11.1926"])
@pytest.mark.parametrize("name", ["document_post", "document_check"])
def test_a_mistyped_invoice_date_is_refused_at_its_field(
    client: Client, world: World, name: str, typed: str
) -> None:
    known_supplier(world)
    document = received(world, due_date=None)
    data = {
        "lines": "1",
        "account-0": "4300",
        "net-0": "59100,00",
        "vat_code-0": "",
        "date": "16.11.2026",
        "issue_date": typed,
        "number": "40118",
    }
    client.force_login(world.ola)
    answer = client.post(reverse(name, args=[world.fjord.slug, document.pk]), data)
    assert answer.status_code in ({422} if name == "document_post" else {200, 422})
    if name == "document_post":
        assert "issue_date" in answer.context["form"].head.errors
    assert not Voucher.objects.exists()
