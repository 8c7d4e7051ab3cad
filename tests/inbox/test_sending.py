"""Those who do not see the inbox send documents in, and see what became of their own."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from erp.access.roles import Role
from inbox.actions import receive_document, reject_document
from inbox.models import Document
from tests.world import World

pytestmark = pytest.mark.django_db
RECEIPT = b"%PDF-1.7 kvittering"


def address(world: World, name: str, *args: Any) -> str:
    return reverse(name, args=[world.fjord.slug, *args])


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SALES])
def test_a_receipt_that_is_sent_gets_its_number_and_stands_among_ones_own(
    client: Client, world: World, role: Role
) -> None:
    client.force_login(world.people[role])
    page = client.get(address(world, "home")).content.decode()
    assert address(world, "inbox_sending") in page, "there is a way to it in the menu"
    assert f'"{address(world, "inbox")}"' not in page, "and no way to what answers 403"
    answer = client.post(
        address(world, "inbox_upload"), {"files": SimpleUploadedFile("taxi.pdf", RECEIPT)}
    )
    assert answer["Location"] == address(world, "inbox_sending")
    document = Document.objects.get(company=world.fjord)
    page = client.get(answer["Location"]).content.decode()
    assert str(document) in page
    assert "taxi.pdf" in page
    assert client.get(address(world, "inbox_sending_panel")).status_code == 200


def test_nobody_elses_documents_are_shown_and_a_rejection_says_why(
    client: Client, world: World
) -> None:
    anne = world.people[Role.EMPLOYEE]
    receive_document(company=world.fjord, by=world.ola, name="lonn.pdf", content=RECEIPT + b"1")
    own = receive_document(company=world.fjord, by=anne, name="taxi.pdf", content=RECEIPT)
    Document.objects.filter(pk=own.pk).update(state="read")
    reject_document(company=world.fjord, by=world.ola, document=own, reason="Privat tur")
    client.force_login(anne)
    page = client.get(address(world, "inbox_sending")).content.decode()
    assert "lonn.pdf" not in page
    assert "Privat tur" in page


def test_who_sees_the_inbox_is_led_there(client: Client, world: World) -> None:
    client.force_login(world.ola)
    page = client.get(address(world, "home")).content.decode()
    assert address(world, "inbox") in page
    assert address(world, "inbox_sending_panel") not in page
