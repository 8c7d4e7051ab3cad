"""What we build is valid, and what is read from it is what was told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.ehf.building import build_invoice
from integrations.ehf.documents import Identifier, Period, PrecedingInvoice
from integrations.ehf.drafts import (
    AllowanceToBuild,
    AttachmentToBuild,
    InvoiceToBuild,
    PartyToBuild,
)
from integrations.ehf.messages import read_document
from integrations.ehf.sums import totals_of, vat_of
from tests.integrations.ehf.samples import ACCOUNT, KID, SELLER, draft, line

D = Decimal
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def everything(kind: str) -> InvoiceToBuild:
    """Return a draft in which everything is told."""
    return draft(
        line(
            "12.345",
            "250",
            base_quantity=D("100"),
            unit="KWH",
            description="Strøm & nett",
            note="Målt <fysisk>",
            accounting_cost="6340",
            period=OCTOBER,
            order_line="2",
            sellers_item="S-1",
            buyers_item="B-1",
            gtin="7080000000036",
            classifications=(Identifier("09310000", "STI"),),
            allowances=(AllowanceToBuild(amount=D("1.50"), reason="Volum"),),
            charges=(AllowanceToBuild(amount=D("5"), reason_code="FC"),),
        ),
        line("40", vat_category="E", vat_rate=D("0"), vat_reason="Unntatt"),
        line("99.90", "-1", vat_rate=D("15")),
        kind=kind,
        seller=replace(SELLER, trade_name="Fjellstrøm", contact_name="Liv Ås", email="l@x.example"),
        payee=PartyToBuild(name="Nordlys Finans AS", orgnr="944444440"),
        note="Takk for handelen",
        order="PO-77",
        sales_order="SO-4",
        contract="AVT-9",
        project="PROSJ-5",
        accounting_cost="6340",
        preceding_invoices=(PrecedingInvoice("117", date(2026, 10, 1)),),
        period=OCTOBER,
        delivery_date=date(2026, 10, 30),
        bic="FJELNOKK",
        payment_terms="14 dager netto",
        allowances=(
            AllowanceToBuild(amount=D("2"), reason="Rabatt", percent=D("2"), base=D("100")),
        ),
        charges=(AllowanceToBuild(amount=D("49"), reason="Frakt"),),
        prepaid=D("10"),
        rounding=D("0.40"),
        currency="EUR",
        tax_currency="NOK",
        vat_in_tax_currency=D("100.10"),
        attachments=(AttachmentToBuild(name="faktura.pdf", content=b"%PDF-1.7 x"),),
    )


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_what_is_built_is_valid_and_read_back(kind):
    told = everything(kind)
    result = read_document(build_invoice(told))
    invoice = result.invoice
    assert (result.kind, result.valid, result.findings) == (kind, True, ())
    assert invoice.totals == totals_of(told)
    assert invoice.vat == vat_of(told)
    assert (invoice.number, invoice.issue_date, invoice.due_date) == (
        told.number,
        told.issue_date,
        told.due_date,
    )
    assert (invoice.payment.kid, invoice.payment.account) == (KID, ACCOUNT)
    assert invoice.payment.bic == "FJELNOKK"
    assert invoice.references.project == "PROSJ-5"
    assert invoice.references.preceding_invoices == told.preceding_invoices
    assert (invoice.references.order, invoice.references.buyer) == ("PO-77", "Avd. drift")
    assert invoice.attachments[0].content == b"%PDF-1.7 x"
    assert (invoice.supplier.name, invoice.supplier.trade_name) == (SELLER.name, "Fjellstrøm")
    assert (invoice.delivery.actual_date, invoice.period) == (date(2026, 10, 30), OCTOBER)


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_lines_are_read_back(kind):
    told = everything(kind)
    lines = read_document(build_invoice(told)).invoice.lines
    for read, line_told in zip(lines, told.lines, strict=True):
        assert (read.name, read.quantity, read.unit_price) == (
            line_told.name,
            line_told.quantity,
            line_told.unit_price,
        )
        assert (read.vat_category, read.vat_rate) == (line_told.vat_category, line_told.vat_rate)
        assert read.period == line_told.period
    first = lines[0]
    assert (first.net_amount, first.base_quantity) == (D("34.36"), D("100"))
    assert (first.description, first.note) == ("Strøm & nett", "Målt <fysisk>")
    assert first.standard_item == Identifier("7080000000036", "0160")
    assert first.classifications == (Identifier("09310000", "STI"),)


def test_the_least_that_can_be_told_is_valid():
    result = read_document(build_invoice(draft(kid="", bank_account="", due_date=None)))
    assert (result.valid, result.findings, result.invoice.payments) == (True, (), ())


def test_types_are_those_of_the_document():
    assert read_document(build_invoice(draft())).invoice.type_code == "380"
    assert read_document(build_invoice(draft(kind="credit_note"))).invoice.type_code == "381"
    assert read_document(build_invoice(draft(type_code="386"))).invoice.type_code == "386"


def test_nothing_empty_is_written():
    for xml in (build_invoice(draft()), build_invoice(everything("credit_note"))):
        assert b"/>" not in xml
        assert b"></" not in xml


def test_what_xml_does_not_allow_is_left_out():
    xml = build_invoice(draft(line(name="Kraft\x0b\x00\ufffe"), note="\x07"))
    invoice = read_document(xml).invoice
    assert (invoice.lines[0].name, invoice.notes) == ("Kraft", ())


@pytest.mark.parametrize(
    ("category", "code"),
    [("AE", "VATEX-EU-AE"), ("G", "VATEX-EU-G"), ("K", "VATEX-EU-IC"), ("O", "VATEX-EU-O")],
)
def test_a_category_without_vat_has_its_code(category, code):
    rate = None if category == "O" else D("0")
    invoice = read_document(
        build_invoice(draft(line(vat_category=category, vat_rate=rate)))
    ).invoice
    assert (invoice.vat[0].exemption_code, invoice.vat[0].rate) == (code, rate)


def test_a_reason_stands_only_where_it_may():
    for category, rate, reason in (("S", "25", ""), ("Z", "0", ""), ("E", "0", "Unntatt")):
        told = line(vat_category=category, vat_rate=D(rate), vat_reason="Unntatt")
        vat = read_document(build_invoice(draft(told))).invoice.vat[0]
        assert vat.exemption_reason == reason
    exempt = line(vat_category="E", vat_rate=D("0"))
    assert read_document(build_invoice(draft(exempt))).invoice.vat[0].exemption_reason


@pytest.mark.parametrize(
    "told",
    [
        replace(draft(), lines=()),
        draft(line("-1")),
        draft(tax_currency="NOK"),
        draft(charges=(AllowanceToBuild(amount=D("5")),)),
        draft(line(allowances=(AllowanceToBuild(amount=D("5")),))),
    ],
)
def test_what_ehf_cannot_say_is_refused(told):
    with pytest.raises(ValueError):
        build_invoice(told)


AMOUNTS = st.decimals(0, 100_000, places=2)
LINES = st.builds(
    line,
    price=st.decimals(0, 10_000, places=4).map(str),
    quantity=st.decimals(-1_000, 1_000, places=3).map(str),
    base_quantity=st.sampled_from([None, D("1"), D("7"), D("100"), D("1000")]),
    vat_rate=st.sampled_from([D("25"), D("15"), D("12"), D("11.11")]),
    name=st.text(min_size=1, max_size=20).map(lambda text: f"x{text}"),
    allowances=st.lists(
        st.builds(AllowanceToBuild, amount=AMOUNTS, reason=st.just("Rabatt")), max_size=2
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8), st.sampled_from(["invoice", "credit_note"]))
def test_any_invoice_is_valid_and_adds_up(lines, kind):
    told = draft(*lines, kind=kind)
    result = read_document(build_invoice(told))
    assert (result.valid, result.findings) == (True, ())
    assert result.invoice.totals == totals_of(told)
    assert result.invoice.totals.gross == sum(each.basis + each.amount for each in vat_of(told))
