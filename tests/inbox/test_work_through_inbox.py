"""The inbox as one works through it: one after the other, what is ready, what is enclosed, how a price reads."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erp.access.roles import Role
from inbox.templatetags.paper import price
from integrations.ehf.drafts import AttachmentToBuild, PartyToBuild
from tests.inbox.documents import known_supplier, received
from tests.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def address(world: World, name: str, *args: Any) -> str:
    return reverse(name, args=[world.fjord.slug, *args])


def coded(net: str = "59100,00") -> dict[str, str]:
    return {
        "lines": "1",
        "account-0": "4300",
        "net-0": net,
        "vat_code-0": "1",
        "date": "16.11.2026",
        "number": "40118",
    }


def test_posting_goes_on_to_the_document_below_and_then_to_the_first(
    client: Client, world: World
) -> None:
    first, second, third = (received(world, number=f"40{at}") for at in range(3))
    client.force_login(world.ola)
    for document, following in ((second, first), (first, third)):
        answer = client.post(
            address(world, "document_post", document.pk), coded() | {"number": document.number}
        )
        assert answer["Location"] == address(world, "document", following.pk)
    answer = client.post(address(world, "document_post", third.pk), coded() | {"number": "402"})
    assert answer["Location"] == address(world, "inbox")


def test_only_what_is_known_plain_and_coded_may_be_posted_by_one_key(
    client: Client, world: World
) -> None:
    known_supplier(world)
    ready = received(world)
    to_others = received(
        world, number="2", buyer=PartyToBuild(name="Tind AS", orgnr=world.tind.orgnr)
    )
    client.force_login(world.ola)
    again = received(world)
    shown = {
        document.pk: client.get(address(world, "document", document.pk)).context["is_ready"]
        for document in (ready, to_others, again)
    }
    assert shown == {ready.pk: True, to_others.pk: False, again.pk: False}
    client.force_login(world.people[Role.APPROVER])
    assert client.get(address(world, "document", ready.pk)).context["is_ready"] is False


@pytest.mark.parametrize(
    ("net", "missing", "over"),
    [("59100,00", "0.00", False), ("59099,99", "0.01", False), ("59100,01", "-0.01", True)],
)
def test_the_check_tells_the_difference_to_the_ore_and_on_which_side(
    client: Client, world: World, net: str, missing: str, over: bool
) -> None:
    document = received(world)
    client.force_login(world.ola)
    answer = client.post(address(world, "document_check", document.pk), coded(net))
    comparison = answer.context["comparison"]
    assert (comparison.missing, comparison.is_over) == (Decimal(missing), over)


@pytest.mark.parametrize(
    "hostile",
    [{"text-0": "Kai\x0012"}, {"account-0": "43\x0000"}, {"lines": "9" * 5000}],
    ids=["NUL in a text", "NUL in an account", "more lines than a number can say"],
)
@pytest.mark.parametrize("name", ["document_post", "document_check"])
def test_what_no_browser_sends_is_no_fault_of_the_server(
    client: Client, world: World, name: str, hostile: dict[str, str]
) -> None:
    document = received(world)
    client.force_login(world.ola)
    answer = client.post(address(world, name, document.pk), coded() | hostile)
    assert answer.status_code in {200, 302, 422}


def test_what_is_enclosed_is_listed_and_sent_as_something_to_save(
    client: Client, world: World
) -> None:
    enclosed = AttachmentToBuild(name="timeliste.html", mime="text/html", content=PDF)
    document = received(world, attachments=(enclosed,))
    client.force_login(world.ola)
    url = address(world, "document_enclosure", document.pk, 0)
    assert url in client.get(address(world, "document", document.pk)).content.decode()
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(address(world, "document_enclosure", document.pk, 1)).status_code == 404
    client.force_login(world.per)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("value", "text"),
    [("24900", "24\u00a0900,00"), ("0.8512", "0,8512"), ("89.50", "89,50"), ("-3", "\u22123,00")],
)
def test_a_price_shows_every_decimal_the_document_has(value: str, text: str) -> None:
    assert price(Decimal(value)) == text
