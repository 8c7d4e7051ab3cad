"""What a company that is not registered for VAT receives: the stated VAT is a part of the cost."""

from decimal import Decimal

import pytest

from accounting.ledger.checks import check_books
from accounting.party_defaults.actions import set_party_defaults
from accounting.vat.models import VatCode
from inbox.actions import CodingRefused, TypedCodingLine, post_document
from inbox.models import CodingLine
from tests.inbox.documents import known_supplier, received
from tests.inbox.test_receive_and_post import coding
from tests.world import World, entries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unregistered(world: World) -> None:
    world.fjord.vat_registered = False
    world.fjord.save(update_fields=["vat_registered"])


def test_no_deduction_is_proposed_nor_by_the_suppliers_defaults(world: World) -> None:
    supplier = known_supplier(world)
    deducts = VatCode.objects.get(company=world.fjord, code="1")
    set_party_defaults(
        company=world.fjord, by=world.ola, party=supplier, account=None, vat_code=deducts
    )
    (row,) = CodingLine.objects.filter(document=received(world))
    assert (row.vat_code, row.net, row.vat) == ("0", Decimal("59100.00"), Decimal("14775.00"))


def test_the_whole_invoice_is_posted_as_cost(world: World) -> None:
    known_supplier(world)
    document = received(world)
    whole = (TypedCodingLine("4300", Decimal("59100.00"), "0"),)
    posted = post_document(
        company=world.fjord, by=world.ola, document=document, coding=coding(lines=whole)
    )
    assert posted.voucher is not None
    assert entries_of(posted.voucher) == {"4300": "73875.00", "2400": "-73875.00"}
    assert check_books(world.fjord) == []


def test_a_deduction_that_is_coded_is_refused_at_its_cell(world: World) -> None:
    known_supplier(world)
    document = received(world)
    with pytest.raises(CodingRefused) as refused:
        post_document(company=world.fjord, by=world.ola, document=document, coding=coding())
    assert [problem.field for problem in refused.value.problems] == ["lines.0.vat_code"]
