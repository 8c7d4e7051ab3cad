"""Coding and posting where the document, the chart or another person stands in the way."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.ledger.actions import reverse_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account, Entry
from crm.models import Party
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.files import storage
from inbox.actions import (
    CodingRefused,
    TypedCoding,
    TypedCodingLine,
    post_document,
    read_received_document,
    receive_document,
    reject_document,
    reopen_document,
)
from inbox.actions.reopening import ReopeningRefused
from inbox.models import CodingLine, Document, DocumentState
from inbox.queries.documents import document_of, open_document
from integrations.ehf.drafts import LineToBuild
from tests.inbox.documents import SUPPLIER, ehf
from tests.world import World, entries_of

pytestmark = pytest.mark.django_db

D = Decimal


def arrived(world: World, content: bytes, name: str = "faktura.xml") -> Document:
    row = receive_document(company=world.fjord, by=world.ola, name=name, content=content)
    return read_received_document(company=world.fjord, by=SYSTEM, document_id=row.pk)


def goods(price: str, rate: str = "25", **more: Any) -> LineToBuild:
    return LineToBuild(name="Vare", quantity=D(1), unit_price=D(price), vat_rate=D(rate), **more)


def invoice(world: World, **changes: Any) -> bytes:
    """An invoice of 1 000 with 25 % VAT: 1 250."""
    return ehf(world, **({"lines": (goods("1000.00"),)} | changes))


def post(world: World, document: Document, *lines: TypedCodingLine, **changes: Any) -> Document:
    values: dict[str, Any] = {
        "date": date(2026, 11, 16),
        "lines": lines,
        "number": "40118",
        "issue_date": date(2026, 11, 16),
    }
    by = changes.pop("by", world.ola)
    coding = TypedCoding(**(values | changes))
    return post_document(company=world.fjord, by=by, document=document, coding=coding)


def refused(world: World, document: Document, *lines: TypedCodingLine, **changes: Any) -> list[str]:
    """Return the fields of the problems that a posting meets."""
    with pytest.raises(CodingRefused) as caught:
        post(world, document, *lines, **changes)
    return [problem.field for problem in caught.value.problems]


def test_only_the_vat_of_the_part_that_is_used_in_the_business_is_deducted(world: World) -> None:
    """600 of 1 000 is deducted: 150; the VAT of the other 400 is cost: 500."""
    document = post(
        world,
        arrived(world, invoice(world)),
        TypedCodingLine("6800", D("600.00"), "1"),
        TypedCodingLine("7350", D("400.00"), "0"),
    )
    assert entries_of(document.voucher) == {
        "6800": "600.00",
        "2710": "150.00",
        "7350": "500.00",
        "2400": "-1250.00",
    }
    assert check_books(world.fjord) == []


def test_a_code_that_deducts_what_is_not_stated_is_refused_at_its_cell(world: World) -> None:
    document = arrived(world, invoice(world))
    assert refused(world, document, TypedCodingLine("6800", D("1000.00"), "11")) == [
        "lines.0.vat_code"
    ]
    two_rates = invoice(world, lines=(goods("1000.00"), goods("1000.00", "15")), number="2")
    both = arrived(world, two_rates)
    assert refused(world, both, TypedCodingLine("6800", D("2000.00"), "1")) == ["lines.0.vat_code"]


def test_a_rate_of_another_time_is_proposed_by_the_day_of_delivery(world: World) -> None:
    """12 % was 6 % in 2020 (from April): the code is the same, the rate is that of the delivery."""
    content = invoice(world, lines=(goods("1000.00", "6"),), delivery_date=date(2020, 10, 1))
    line = CodingLine.objects.get(document=arrived(world, content))
    assert (line.vat_code, line.vat) == ("13", D("60.00"))


def test_what_states_no_total_with_vat_is_worth_what_is_to_be_paid(world: World) -> None:
    content = re.sub(
        rb"<cbc:TaxInclusiveAmount[^>]*>[^<]*</cbc:TaxInclusiveAmount>", b"", invoice(world)
    )
    document = arrived(world, content)
    assert document.total == D("1250.00")
    posted = post(world, document, TypedCodingLine("6800", D("1000.00"), "1"))
    assert entries_of(posted.voucher)["2400"] == "-1250.00"


def test_what_states_no_total_at_all_is_posted_with_the_one_that_is_typed(world: World) -> None:
    content = re.sub(
        rb"<cbc:(TaxInclusive|Payable)Amount[^>]*>[^<]*</cbc:\1Amount>", b"", invoice(world)
    )
    document = arrived(world, content)
    assert document.total is None
    line = TypedCodingLine("6800", D("1000.00"), "1")
    assert refused(world, document, line) == ["total"]
    posted = post(world, document, line, total=D("1250.00"))
    assert posted.total == D("1250.00")


def test_a_supplier_with_a_country_in_words_is_made_all_the_same(world: World) -> None:
    content = invoice(world).replace(
        b"<cbc:IdentificationCode>NO<", b"<cbc:IdentificationCode>Norge<"
    )
    post(world, arrived(world, content), TypedCodingLine("6800", D("1000.00"), "1"))
    assert Party.objects.get(orgnr=SUPPLIER.orgnr).country == "NO"


def test_an_invoice_that_came_as_paper_too_is_stopped_and_may_be_posted_with_a_reason(
    world: World,
) -> None:
    """The scan was there first, is coded last: nothing tied the two when they were read."""
    scan = arrived(world, b"%PDF-1.7 scan", name="skann.pdf")
    line = TypedCodingLine("6800", D("1000.00"), "1")
    first = post(world, arrived(world, invoice(world)), line)
    assert scan.duplicate_of is None
    same: dict[str, Any] = {"supplier": first.supplier_id, "total": D("1250.00")}
    assert refused(world, scan, line, **same) == ["duplicate_reason"]
    assert refused(world, scan, line, **same, by=world.people[Role.BOOKKEEPER]) == [""]
    twice = post(world, scan, line, **same, duplicate_reason="To leveranser, samme nummer")
    assert (twice.duplicate_of, twice.state) == (first, DocumentState.POSTED)


def test_another_coding_of_what_is_posted_is_refused_and_the_same_is_answered(world: World) -> None:
    document = arrived(world, invoice(world))
    first = post(world, document, TypedCodingLine("6800", D("1000.00"), "1"))
    again = post(world, document, TypedCodingLine("6800", D("1000.00"), "1"))
    assert again.voucher_id == first.voucher_id
    assert refused(world, document, TypedCodingLine("4300", D("1000.00"), "1")) == [""]


def test_a_document_whose_voucher_is_reversed_is_coded_again(world: World) -> None:
    document = arrived(world, invoice(world))
    first = post(world, document, TypedCodingLine("6800", D("1000.00"), "1"))
    with pytest.raises(ReopeningRefused):
        reopen_document(company=world.fjord, by=world.ola, document=first)
    reverse_voucher(
        company=world.fjord,
        by=world.ola,
        voucher=first.voucher,
        on=date(2026, 11, 20),
        reason="Feil konto",
    )
    reopened = reopen_document(company=world.fjord, by=world.ola, document=first)
    assert reopened.state == DocumentState.READ
    second = post(world, reopened, TypedCodingLine("4300", D("1000.00"), "1"))
    assert second.voucher_id != first.voucher_id
    assert entries_of(second.voucher)["4300"] == "1000.00"
    assert document_of(world.fjord, first.voucher_id) == document_of(
        world.fjord, second.voucher_id
    ), "both vouchers lead to the document"
    assert check_books(world.fjord) == []


def test_what_was_rejected_by_mistake_is_taken_up_again(world: World) -> None:
    document = arrived(world, invoice(world))
    rejected = reject_document(company=world.fjord, by=world.ola, document=document, reason="Feil")
    assert reopen_document(company=world.fjord, by=world.ola, document=rejected).state == "read"


def test_ore_rounding_is_coded_as_a_line_where_its_account_is_not_there(world: World) -> None:
    content = invoice(world, lines=(goods("1000.20"),), rounding=D("-0.25"))
    document = arrived(world, content)
    assert document.total == D("1250.00")
    Account.objects.filter(company=world.fjord, number="7740").update(is_active=False)
    net = TypedCodingLine("6800", D("1000.20"), "1")
    assert refused(world, document, net) == ["lines"]
    posted = post(world, document, net, TypedCodingLine("6800", D("-0.25"), "0"))
    assert entries_of(posted.voucher)["2400"] == "-1250.00"


def test_vat_stated_in_kroner_is_what_is_deducted_of_an_invoice_in_euro(world: World) -> None:
    """EUR 100 + 25; the invoice says the VAT is NOK 293,10; the rate typed is 11,70, and we owe 1 462,50."""
    content = invoice(
        world,
        lines=(goods("100.00"),),
        currency="EUR",
        tax_currency="NOK",
        vat_in_tax_currency=D("293.10"),
    )
    document = arrived(world, content)
    posted = post(world, document, TypedCodingLine("6800", D("100.00"), "1"), rate=D("11.70"))
    assert entries_of(posted.voucher) == {
        "6800": "1169.40",
        "2710": "293.10",
        "2400": "-1462.50",
    }
    vat = Entry.objects.get(voucher=posted.voucher, account__number="2710")
    assert vat.currency_amount == D("25.00")
    assert check_books(world.fjord) == []


def test_a_damaged_original_is_shown_as_such_and_is_not_posted(world: World) -> None:
    document = arrived(world, invoice(world))
    path = storage.path_of(document.file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    assert open_document(world.fjord, document.pk).is_damaged
    assert refused(world, document, TypedCodingLine("6800", D("1000.00"), "1")) == [""]
    path.unlink()
    assert open_document(world.fjord, document.pk).is_damaged
