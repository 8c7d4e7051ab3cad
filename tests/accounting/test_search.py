"""What the palette finds in the books: accounts, vouchers by number and stamp, each only for whom it concerns."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.ledger.models import Voucher
from accounting.ledger.queries.vouchers import find_vouchers, voucher_name
from erp.access.roles import Role
from inbox.actions import receive_document
from tests.world import World, draft, line, post
from tests.world import post_voucher as post_draft

pytestmark = pytest.mark.django_db
RENT = (line("6300", "100.00"), line("1920", "-100.00"))


def palette(client: Client, world: World, text: str) -> str:
    return client.get(reverse("palette", args=[world.fjord.slug]), {"q": text}).content.decode()


def test_a_voucher_is_found_by_its_number_with_or_without_type_and_year(world: World) -> None:
    first, second = (post(world, *RENT) for _ in range(2))
    name = voucher_name(Voucher.objects.get(pk=second.pk))
    kind, number = name.split("/")[0].split("-")
    for text in (name, f"{kind}-{number}", number):
        assert find_vouchers(world.fjord, text, 6) == [second], text
    for text in (f"{kind}-{number}/2019", f"99-{number}", "7-", "x", "6300 leie", "#", "9" * 12):
        assert find_vouchers(world.fjord, text, 6) == [], text
    assert first != second


def test_a_stamp_leads_to_the_voucher_and_to_the_document(client: Client, world: World) -> None:
    document = receive_document(company=world.fjord, by=world.ola, name="kvitt.pdf", content=b"x")
    stamped = post_draft(
        draft(*RENT, stamp_number=document.stamp_number), company=world.fjord, by=world.ola
    )
    client.force_login(world.ola)
    html = palette(client, world, str(document))
    assert reverse("voucher", args=[world.fjord.slug, stamped.pk]) in html
    assert reverse("document", args=[world.fjord.slug, document.pk]) in html


def test_accounts_are_found_by_number_and_name_and_lead_to_the_ledger(
    client: Client, world: World
) -> None:
    client.force_login(world.ola)
    for text in ("6300", "leie lok"):
        assert f"{reverse('ledger', args=[world.fjord.slug])}?account=6300" in palette(
            client, world, text
        )


def test_nobody_finds_what_they_may_not_see(client: Client, world: World) -> None:
    voucher = post(world, *RENT)
    client.force_login(world.people[Role.SALES])
    html = palette(client, world, str(voucher.number)) + palette(client, world, "6300")
    assert "/accounting/" not in html
    client.force_login(world.per)
    url = reverse("palette", args=[world.tind.slug])
    assert (
        f"/vouchers/{voucher.pk}/"
        not in client.get(url, {"q": str(voucher.number)}).content.decode()
    )


def test_the_palette_asks_few_queries(client: Client, world: World) -> None:
    post(world, *RENT)
    client.force_login(world.ola)
    with CaptureQueriesContext(connection) as queries:
        palette(client, world, "1")
    assert len([q for q in queries if "set_config" not in q["sql"]]) <= 15
