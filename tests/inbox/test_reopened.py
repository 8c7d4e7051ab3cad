"""Documents that are taken up again, and what a second look must not keep of the first."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounting.ledger.actions import reverse_voucher
from accounting.ledger.models import Voucher
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.dates import format_date
from inbox.actions import (
    TypedCodingLine,
    read_received_document,
    reject_document,
    reopen_document,
)
from inbox.actions.reopening import ReopeningRefused
from inbox.models import CodingLine, Document
from tests.inbox.test_post_hard_cases import arrived, goods, invoice, post, refused
from tests.world import World, entries_of

pytestmark = pytest.mark.django_db
D = Decimal
COST = TypedCodingLine("6800", D("1000.00"), "1")


def reverse_it(world: World, voucher: Voucher | None) -> Voucher:
    assert voucher is not None
    return reverse_voucher(
        company=world.fjord, by=world.ola, voucher=voucher, on=date(2026, 11, 20), reason="Feil"
    )


def reopened(world: World, document: Document) -> Document:
    return reopen_document(company=world.fjord, by=world.ola, document=document)


def test_a_scan_that_was_posted_with_a_wrong_total_gets_the_right_one(world: World) -> None:
    """1 250 was typed for 12 500."""
    first = post(world, arrived(world, invoice(world)), COST)
    scan = arrived(world, b"%PDF-1.7 scan", name="skann.pdf")
    how: dict[str, Any] = {"supplier": first.supplier_id, "number": "77"}
    wrong = post(world, scan, COST, total=D("1250.00"), **how)
    reverse_it(world, wrong.voucher)
    line = TypedCodingLine("6800", D("-10000.00"), "1")
    right = post(world, reopened(world, wrong), line, total=D("-12500.00"), **how)
    assert entries_of(right.voucher)["2400"] == "12500.00"
    assert right.kind == "credit_note"


def test_a_reversal_that_is_reversed_leaves_the_document_posted(world: World) -> None:
    document = post(world, arrived(world, invoice(world)), COST)
    back = reverse_it(world, document.voucher)
    forth = reverse_it(world, back)
    with pytest.raises(ReopeningRefused):
        reopened(world, document)
    reverse_it(world, forth)
    assert reopened(world, document).state == "read"


@pytest.mark.parametrize(
    "other",
    [
        {"due_date": date(2026, 12, 24)},
        {"kid": "602243"},
        {"number": "40119"},
        {"issue_date": date(2026, 11, 15)},
        {"date": date(2026, 11, 17)},
    ],
)
def test_another_head_of_what_is_posted_is_refused_too(world: World, other: dict[str, Any]) -> None:
    document = arrived(world, invoice(world))
    first = post(world, document, COST)
    assert post(world, document, COST).voucher_id == first.voucher_id
    assert refused(world, document, COST, **other) == [""]


def test_what_was_set_aside_makes_nothing_a_duplicate(world: World) -> None:
    first = arrived(world, invoice(world))
    second = arrived(world, invoice(world))
    assert second.duplicate_of == first
    reject_document(company=world.fjord, by=world.ola, document=first, reason="Dårlig skann")
    posted = post(world, second, COST, by=world.people[Role.BOOKKEEPER])
    assert (posted.state, posted.duplicate_of) == ("posted", None)


def test_the_document_that_is_posted_is_named_and_not_the_one_that_waits(world: World) -> None:
    waiting = arrived(world, invoice(world))
    posted = post(
        world, arrived(world, invoice(world)), COST, duplicate_reason="Den første er feil"
    )
    third = arrived(world, invoice(world))
    assert third.duplicate_of == waiting
    twin = post(world, third, COST, duplicate_reason="To leveranser")
    assert twin.duplicate_of == posted


def test_what_could_not_be_read_when_it_came_is_read_again(world: World) -> None:
    """The store was away: the document was given up, in kroner and without a supplier."""
    content = invoice(world, lines=(goods("100.00"),), currency="EUR")
    document = arrived(world, content)
    CodingLine.objects.filter(document=document).delete()
    Document.objects.filter(pk=document.pk).update(
        problem="Lesingen ble avbrutt", currency="", total=None, supplier_name="", number=""
    )
    document.refresh_from_db()
    line = TypedCodingLine("6800", D("100.00"), "1")
    assert "rate" in refused(world, document, line), "the currency is that of the invoice"
    again = reopened(world, document)
    assert again.state == "received"
    read = read_received_document(company=world.fjord, by=SYSTEM, document_id=again.pk)
    assert (read.currency, read.total, read.problem) == ("EUR", D("125.00"), "")
    assert CodingLine.objects.filter(document=read).count() == 1


def test_vat_of_another_country_is_not_deducted(world: World) -> None:
    content = invoice(world).replace(b">NO910122975MVA<", b">SE910122975001<")
    content = content.replace(b"<cbc:IdentificationCode>NO<", b"<cbc:IdentificationCode>SE<", 1)
    document = arrived(world, content)
    assert refused(world, document, COST) == ["lines.0.vat_code"]
    posted = post(world, document, TypedCodingLine("6800", D("1000.00"), "0"))
    assert entries_of(posted.voucher)["6800"] == "1250.00"


def test_posting_goes_on_within_what_is_searched_for(client: Client, world: World) -> None:
    one, two, three = (arrived(world, invoice(world, number=n)) for n in ("A-1", "B-2", "A-3"))
    client.force_login(world.ola)
    slug = world.fjord.slug
    typed = {
        "lines": "1",
        "account-0": "6800",
        "net-0": "1000,00",
        "vat_code-0": "1",
        "date": "16.11.2026",
        "issue_date": "16.11.2026",
        "number": "A-3",
    }
    answer = client.post(reverse("document_post", args=[slug, three.pk]) + "?q=A-", typed)
    assert answer["Location"] == reverse("document", args=[slug, one.pk]) + "?q=A-"
    assert two.state == "read"


def test_a_document_of_a_year_that_is_not_open_is_proposed_to_be_posted_today(
    client: Client, world: World
) -> None:
    old = arrived(world, invoice(world, issue_date=date(2013, 11, 16), due_date=None))
    new = arrived(world, invoice(world, number="2"))
    client.force_login(world.ola)
    dates = []
    for document in (old, new):
        page = client.get(reverse("document", args=[world.fjord.slug, document.pk]))
        dates.append(page.context["form"].head["date"].value())
    assert dates == [format_date(timezone.localdate()), "16.11.2026"]
