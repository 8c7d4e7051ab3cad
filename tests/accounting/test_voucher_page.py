"""The voucher page: what is typed becomes a voucher, its own VAT codes are proposed, and all that is wrong is said."""

import re
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.models import Voucher
from crm.models import Party
from tests.world import World, entries_of

pytestmark = pytest.mark.django_db


def form(*lines: dict[str, str], **head: str) -> dict[str, str]:
    """A posted voucher form."""
    data = {
        "key": str(uuid.uuid4()),
        "voucher_type": "manual",
        "date": "24.11.2026",
        "text": "Prøve",
        "currency": "NOK",
        "rate": "",
        "lines": str(len(lines)),
    } | head
    for at, line in enumerate(lines):
        data |= {f"{cell}-{at}": value for cell, value in line.items()}
    return data


def address(world: World, name: str = "voucher_new") -> str:
    return reverse(name, args=[world.fjord.slug])


def post(client: Client, world: World, data: dict[str, str]) -> Any:
    client.force_login(world.ola)
    return client.post(address(world), data)


RENT = {"account": "6300 Leie lokaler", "debit": "1 000,00"}
PAPER = {"account": "6800", "debit": "1 250,00"}
BANK = {"account": "1920", "credit": "2250"}


def test_a_bare_number_gets_the_accounts_own_vat_code_and_a_name_that_was_seen_keeps_none(
    client: Client, world: World
) -> None:
    answer = post(client, world, form(PAPER, RENT, BANK))
    voucher = Voucher.objects.get()
    assert entries_of(voucher) == {
        "6800": "1000.00",
        "2710": "250.00",
        "6300": "1000.00",
        "1920": "-2250.00",
    }
    query = f"?type=manual&date=24.11.2026&after={voucher.pk}"
    assert answer["Location"] == address(world) + query
    following = client.get(answer["Location"])
    assert following.context["latest"] == voucher
    assert following.context["form"].head["date"].value() == "24.11.2026"


def test_a_seen_account_without_vat_code_posts_without_vat(client: Client, world: World) -> None:
    seen = PAPER | {"account": "6800 Kontorrekvisita", "vat_code": ""}
    post(client, world, form(seen, RENT, BANK))
    assert entries_of(Voucher.objects.get())["6800"] == "1250.00"


def test_the_check_names_accounts_and_tells_the_vat_without_posting(
    client: Client, world: World
) -> None:
    client.force_login(world.ola)
    answer = client.post(address(world, "voucher_check"), form(PAPER, BANK))
    html = answer.content.decode()
    assert 'data-account="6800 Kontorrekvisita" data-code="1"' in html
    assert re.search(r'id="vat-0"[^>]*>250,00<', html)
    assert answer.context["form"].difference == Decimal("-1000.00")
    assert not Voucher.objects.exists()


def test_a_party_by_its_number_is_named_and_gets_details(client: Client, world: World) -> None:
    supplier = Party.objects.create(company=world.fjord, name="Elgrossen", supplier_number=20001)
    debt = {
        "account": "2400 20001",
        "credit": "1250",
        "invoice_number": "17",
        "due_date": "24.12",
        "kid": "602243",
    }
    post(client, world, form(PAPER, debt))
    entry = Voucher.objects.get().entries.get(account__number="2400")
    assert (entry.party, entry.invoice_number, entry.kid) == (supplier, "17", "602243")
    assert entry.due_date == date(2026, 12, 24)


def test_all_that_is_wrong_is_said_once_each_with_the_way_to_its_field(
    client: Client, world: World
) -> None:
    wrong = {"account": "9999", "debit": "100", "project": "77"}
    unread = {"account": "1920", "credit": "mye"}
    answer = post(client, world, form(wrong, unread, currency="EUR"))
    assert answer.status_code == 422
    places = [place for place, _message in answer.context["form"].faults]
    assert places[:2] == ["id_rate", "credit-1"]
    answer = post(client, world, form(wrong, BANK))
    places = [place for place, _message in answer.context["form"].faults]
    assert {"account-0", "project-0"} <= set(places)
    assert 'href="#account-0"' in answer.content.decode()
    assert not Voucher.objects.exists()


def test_a_typed_rate_shows_what_the_voucher_comes_to_in_kroner(
    client: Client, world: World
) -> None:
    client.force_login(world.ola)
    lines = ({"account": "6300", "debit": "100"}, {"account": "1920", "credit": "100"})
    data = form(*lines, currency="EUR", rate="11,5025")
    answer = client.post(address(world, "voucher_check"), data)
    assert answer.context["form"].in_kroner == Decimal("1150.25")
    client.post(address(world), data)
    assert entries_of(Voucher.objects.get()) == {"6300": "1150.25", "1920": "-1150.25"}


@pytest.mark.parametrize("after", ["x", "", "99999999999999999999", "-1"])
def test_an_address_that_names_no_voucher_is_no_error(
    client: Client, world: World, after: str
) -> None:
    client.force_login(world.ola)
    answer = client.get(address(world), {"after": after})
    assert (answer.status_code, answer.context["latest"]) == (200, None)
