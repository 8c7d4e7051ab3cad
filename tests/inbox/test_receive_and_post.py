"""A document's way: received, read, coded, posted; and each way it can be stopped."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounting.ledger.checks import check_books
from accounting.open_items.models import OpenItem
from accounting.party_defaults.actions import set_party_defaults
from crm.models import Party, PartyBankAccount
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
)
from inbox.models import CodingLine, Document
from tests.inbox.documents import ehf
from tests.world import World, entries_of

pytestmark = pytest.mark.django_db


def received(world: World, content: bytes, name: str = "faktura.xml") -> Document:
    """Receive and read a document."""
    document = receive_document(company=world.fjord, by=world.ola, name=name, content=content)
    return read_received_document(company=world.fjord, by=SYSTEM, document_id=document.pk)


def coding(**changes: object) -> TypedCoding:
    """The whole invoice on goods for resale."""
    values: dict[str, object] = {
        "date": date(2026, 11, 16),
        "lines": (TypedCodingLine("4300", Decimal("59100.00"), "1"),),
        "number": "40118",
        "issue_date": date(2026, 11, 16),
        "due_date": date(2026, 11, 30),
        "kid": "602243",
    }
    return TypedCoding(**(values | changes))  # type: ignore[arg-type]


def post(world: World, document: Document, **changes: object) -> Document:
    return post_document(
        company=world.fjord, by=world.ola, document=document, coding=coding(**changes)
    )


def test_stamp_numbers_run_without_gaps_and_the_original_is_kept(world: World) -> None:
    content = ehf(world)
    first = receive_document(company=world.fjord, by=world.ola, name="a.xml", content=content)
    second = receive_document(
        company=world.fjord, by=world.ola, name="b.pdf", content=b"%PDF-1.7 not really"
    )
    assert second.stamp_number == first.stamp_number + 1
    with storage.open_content(first.file.sha256) as file:
        assert file.read() == content


def test_reading_notes_what_the_document_says(world: World) -> None:
    document = received(world, ehf(world))
    assert (document.state, document.kind, document.is_valid, document.is_to_us) == (
        "read",
        "invoice",
        True,
        True,
    )
    assert (document.supplier_name, document.number, document.kid) == (
        "Elgrossen Vest AS",
        "40118",
        "602243",
    )
    assert (document.total, document.due_date) == (Decimal("73875.00"), date(2026, 11, 30))
    line = CodingLine.objects.get(document=document)
    assert (line.net, line.vat, line.vat_code) == (Decimal("59100.00"), Decimal("14775.00"), "1")


def test_posting_makes_voucher_supplier_and_open_item(world: World) -> None:
    document = post(world, received(world, ehf(world)))
    assert entries_of(document.voucher) == {
        "4300": "59100.00",
        "2400": "-73875.00",
        "2710": "14775.00",
    }
    supplier = Party.objects.get(orgnr="910122975")
    item = OpenItem.objects.get(voucher=document.voucher)
    assert (item.party, item.remaining, item.kid) == (supplier, Decimal("-73875.00"), "602243")
    assert (item.due_date, item.invoice_number) == (date(2026, 11, 30), "40118")
    assert (document.voucher.document_id, document.voucher.stamp_number) == (
        document.file_id,
        document.stamp_number,
    )
    account = PartyBankAccount.objects.get(party=supplier)
    assert (account.account, account.source, account.source_reference) == (
        "86011117947",
        "invoice",
        str(document),
    )
    assert check_books(world.fjord) == []


def test_the_stated_vat_is_posted_and_every_line_gets_its_share(world: World) -> None:
    lines = (
        TypedCodingLine("4300", Decimal("55170.00"), "1", project=""),
        TypedCodingLine("6500", Decimal("3290.00"), "1"),
        TypedCodingLine("4160", Decimal("640.00"), "1"),
    )
    document = post(world, received(world, ehf(world)), lines=lines)
    assert entries_of(document.voucher) == {
        "4300": "55170.00",
        "6500": "3290.00",
        "4160": "640.00",
        "2710": "14775.00",
        "2400": "-73875.00",
    }


def test_vat_that_is_not_deducted_is_cost(world: World) -> None:
    document = post(
        world,
        received(world, ehf(world)),
        lines=(TypedCodingLine("7360", Decimal("59100.00"), "0"),),
    )
    assert entries_of(document.voucher) == {"7360": "73875.00", "2400": "-73875.00"}


def test_a_credit_note_turns_every_sign(world: World) -> None:
    document = received(world, ehf(world, kind="credit_note", number="K-1"))
    assert document.total == Decimal("-73875.00")
    line = TypedCodingLine("4300", Decimal("-59100.00"), "1")
    posted = post(world, document, lines=(line,), number="K-1")
    assert posted.voucher.voucher_type.key == "supplier_credit_note"
    assert entries_of(posted.voucher) == {
        "4300": "-59100.00",
        "2400": "73875.00",
        "2710": "-14775.00",
    }


def test_what_is_not_coded_is_told_to_the_ore(world: World) -> None:
    document = received(world, ehf(world))
    with pytest.raises(CodingRefused) as refused:
        post(world, document, lines=(TypedCodingLine("4300", Decimal("59099.99"), "1"),))
    (problem,) = refused.value.problems
    assert problem.field == "lines"
    assert "0,01" in problem.message


def test_problems_of_the_ledger_come_back_at_their_cells(world: World) -> None:
    document = received(world, ehf(world))
    lines = (
        TypedCodingLine("9999", Decimal("59000.00"), "1"),
        TypedCodingLine("6800", Decimal("100.00"), "1", project="77"),
    )
    with pytest.raises(CodingRefused) as refused:
        post(world, document, lines=lines)
    assert {problem.field for problem in refused.value.problems} == {
        "lines.0.account",
        "lines.1.project",
    }
    assert not Party.objects.filter(orgnr="910122975").exists(), (
        "nothing is left of a posting that was refused"
    )


def test_posting_twice_gives_the_first_voucher(world: World) -> None:
    document = received(world, ehf(world))
    first = post(world, document)
    assert post(world, document).voucher_id == first.voucher_id


def test_the_same_document_again_needs_a_right_and_a_reason(world: World) -> None:
    post(world, received(world, ehf(world)))
    again = received(world, ehf(world))
    assert again.duplicate_of is not None
    with pytest.raises(CodingRefused) as refused:
        post(world, again)
    assert [problem.field for problem in refused.value.problems] == ["duplicate_reason"]
    with pytest.raises(CodingRefused):
        post_document(
            company=world.fjord,
            by=world.people[Role.BOOKKEEPER],
            document=again,
            coding=coding(duplicate_reason="x"),
        )
    assert post(world, again, duplicate_reason="To like leveranser").state == "posted"


def test_what_cannot_be_read_says_why_and_is_coded_by_hand(world: World) -> None:
    document = received(world, b"%PDF-1.7\n%scan", name="skann.pdf")
    assert (document.state, document.kind, bool(document.problem)) == ("read", "other", True)
    assert "XML" not in document.problem
    supplier = Party.objects.create(
        company=world.fjord, name="Kontorlageret AS", supplier_number=20001
    )
    posted = post(
        world,
        document,
        supplier=supplier.pk,
        total=Decimal("1250.00"),
        lines=(TypedCodingLine("6800", Decimal("1000.00"), "1"),),
        kid="",
    )
    assert entries_of(posted.voucher) == {"6800": "1000.00", "2400": "-1250.00", "2710": "250.00"}


def test_an_invoice_to_somebody_else_is_flagged(world: World) -> None:
    from integrations.ehf.drafts import PartyToBuild

    document = received(
        world, ehf(world, buyer=PartyToBuild(name="Tind AS", orgnr=world.tind.orgnr))
    )
    assert document.is_to_us is False


def test_the_suppliers_defaults_are_proposed_with_a_reason(world: World) -> None:
    from accounting.ledger.models import Account

    supplier = Party.objects.create(
        company=world.fjord, name="Elgrossen", orgnr="910122975", supplier_number=20001
    )
    account = Account.objects.get(company=world.fjord, number="4300")
    set_party_defaults(
        company=world.fjord, by=world.ola, party=supplier, account=account, vat_code=None
    )
    line = CodingLine.objects.get(document=received(world, ehf(world)))
    assert (line.account, bool(line.reason)) == ("4300", True)


def test_a_rejected_document_keeps_its_original_and_its_reason(world: World) -> None:
    document = received(world, ehf(world))
    rejected = reject_document(
        company=world.fjord, by=world.ola, document=document, reason="Reklame"
    )
    assert (rejected.state, rejected.reject_reason) == ("rejected", "Reklame")
    assert storage.exists(document.file.sha256)


def test_who_lacks_the_right_is_refused(world: World) -> None:
    document = received(world, ehf(world))
    for role in (Role.APPROVER, Role.SALES, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            post_document(
                company=world.fjord, by=world.people[role], document=document, coding=coding()
            )
    with pytest.raises(PermissionDenied):
        receive_document(company=world.fjord, by=world.people[Role.AUDITOR], name="a", content=b"x")
    with pytest.raises(PermissionDenied):
        receive_document(company=world.fjord, by=world.per, name="a", content=b"x")


def test_a_supplier_that_is_out_of_use_is_refused_at_its_field(world: World) -> None:
    supplier = Party.objects.create(
        company=world.fjord, name="Elgrossen", orgnr="910122975", supplier_number=20001
    )
    document = received(world, ehf(world))
    Party.objects.filter(pk=supplier.pk).update(is_active=False)
    with pytest.raises(CodingRefused) as refused:
        post(world, document, supplier=supplier.pk)
    assert [problem.field for problem in refused.value.problems] == ["supplier"]
