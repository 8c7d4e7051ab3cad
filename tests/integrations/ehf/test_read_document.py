"""Every field of an invoice and a credit note is read, with the document's own digits."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from integrations.ehf.documents import (
    Address,
    AllowanceCharge,
    Contact,
    Delivery,
    Identifier,
    Invoice,
    Line,
    Party,
    Payment,
    Period,
    PrecedingInvoice,
    References,
    SupportingDocument,
    Totals,
    VatSubtotal,
)
from integrations.ehf.messages import read_document
from integrations.ehf.names import CUSTOMIZATION, PROFILE
from tests.integrations.ehf.samples import document, every_field, read_changed


@pytest.fixture(scope="module")
def invoice() -> Invoice:
    result = read_document(every_field())
    assert result.findings == ()
    assert (result.kind, result.profile, result.valid) == ("invoice", PROFILE, True)
    assert result.invoice is not None
    return result.invoice


def test_reads_the_header(invoice):
    assert (invoice.kind, invoice.customization) == ("invoice", CUSTOMIZATION)
    assert (invoice.number, invoice.type_code) == ("F-2026-118", "380")
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 11, 2), date(2026, 11, 16))
    assert invoice.tax_point_date == date(2026, 10, 31)
    assert (invoice.currency, invoice.tax_currency) == ("EUR", "NOK")
    assert invoice.notes == ("Kravet er overdratt til Nordlys Finans AS.",)
    assert invoice.period == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert invoice.sign == 1


def test_reads_the_supplier(invoice):
    assert invoice.supplier == Party(
        name="Fjellstrøm Energi AS",
        trade_name="Fjellstrøm",
        orgnr="922222223",
        orgnr_scheme="0192",
        vat_number="NO922222223MVA",
        vat_registered=True,
        tax_registration="Foretaksregisteret",
        endpoint="922222223",
        endpoint_scheme="0192",
        identifiers=(Identifier("7080000000012", "0088"),),
        legal_form="Aksjeselskap",
        address=Address("Elvegata 7", "Postboks 12", "Bakgården", "3570", "Ål", "Buskerud", "NO"),
        contact=Contact("Liv Ås", "55 51 23 45", "liv@fjellstrom.example"),
        bank_accounts=("12340500014", "NO9386011117947"),
    )


def test_reads_the_other_parties(invoice):
    assert (invoice.customer.name, invoice.customer.orgnr) == ("Vidda Bygg AS", "933333337")
    assert (invoice.customer.vat_registered, invoice.customer.country) == (False, "NO")
    assert (invoice.payee.name, invoice.payee.orgnr) == ("Nordlys Finans AS", "944444440")
    assert invoice.payee.bank_accounts == invoice.supplier.bank_accounts
    assert invoice.tax_representative.vat_number == "NO944444440MVA"
    assert invoice.tax_representative.orgnr == "944444440"


def test_reads_how_to_pay(invoice):
    assert invoice.payments == (
        Payment(
            means_code="30",
            means_text="Kredittoverføring",
            payment_id="00602243",
            kid="00602243",
            account="12340500014",
            account_name="Driftskonto",
        ),
        Payment(
            means_code="30",
            payment_id="00602243",
            kid="00602243",
            iban="NO9386011117947",
            bic="FJELNOKK",
        ),
    )
    assert invoice.payment == invoice.payments[0]
    assert [each.norwegian_account for each in invoice.payments] == ["12340500014", "86011117947"]
    assert invoice.payment.kid_is_valid
    assert invoice.payment_terms == "14 dager netto"


def test_reads_the_references(invoice):
    assert invoice.references == References(
        order="PO-77",
        sales_order="SO-4",
        buyer="Avd. drift",
        contract="AVT-9",
        project="PROSJ-5",
        accounting_cost="6340",
        preceding_invoices=(
            PrecedingInvoice("F-2026-100", date(2026, 9, 1)),
            PrecedingInvoice("F-2026-101"),
        ),
        despatch="PAK-1",
        receipt="MOT-1",
        originator="ANB-3",
        invoiced_object=Identifier("707057500000000017", "AVE"),
        documents=(SupportingDocument(Identifier("Tilbud 12"), "Sendt i juni"),),
    )


def test_reads_the_delivery(invoice):
    assert invoice.delivery == Delivery(
        date(2026, 10, 30),
        Identifier("7080000000029", "0088"),
        Address(street="Tomta 1", city="Geilo", postal_code="3580", country="NO"),
        "Vidda lager",
    )


def test_reads_the_lines(invoice):
    assert invoice.lines == (
        Line(
            id="1",
            name="Kraft",
            description="Strøm til byggeplass",
            note="Målt",
            quantity=Decimal("2000"),
            unit="KWH",
            unit_price=Decimal("10.000"),
            base_quantity=Decimal("100"),
            base_unit="KWH",
            price_discount=Decimal("2.5"),
            gross_price=Decimal("12.5"),
            net_amount=Decimal("203.50"),
            vat_category="S",
            vat_rate=Decimal("25"),
            allowances=(AllowanceCharge(reason="Volum", amount=Decimal("1.50")),),
            charges=(AllowanceCharge(reason_code="FC", amount=Decimal("5.00")),),
            accounting_cost="6340-20",
            period=Period(date(2026, 10, 1), date(2026, 10, 15)),
            order_line="3",
            invoiced_object=Identifier("707057500000000024", "AVE"),
            buyers_item="B-1",
            sellers_item="S-1",
            standard_item=Identifier("7080000000036", "0160"),
            classifications=(Identifier("09310000", "STI"),),
            origin_country="NO",
            properties=(("EmissionFactor", "0.017"),),
        ),
    )


def test_reads_allowances_charges_vat_and_totals(invoice):
    assert invoice.allowances == (
        AllowanceCharge(
            reason="Kunderabatt",
            reason_code="95",
            amount=Decimal("20.0"),
            percent=Decimal("10"),
            base=Decimal("200.00"),
            vat_category="S",
            vat_rate=Decimal("25.00"),
        ),
    )
    assert [(each.reason, each.vat_category) for each in invoice.charges] == [("Frakt", "E")]
    assert invoice.vat == (
        VatSubtotal("S", Decimal("25"), Decimal("183.50"), Decimal("45.88")),
        VatSubtotal("E", Decimal("0"), Decimal("5.00"), Decimal("0"), "Unntatt", "VATEX-EU-132"),
    )
    assert invoice.totals == Totals(
        line_net=Decimal("203.5"),
        allowances=Decimal("20.00"),
        charges=Decimal("5.00"),
        net=Decimal("188.50"),
        vat=Decimal("45.88"),
        gross=Decimal("234.38"),
        prepaid=Decimal("100.00"),
        rounding=Decimal("-0.38"),
        payable=Decimal("134.00"),
        vat_in_tax_currency=Decimal("530.78"),
    )


def test_keeps_the_documents_own_digits(invoice):
    assert str(invoice.totals.line_net) == "203.5"
    assert str(invoice.allowances[0].amount) == "20.0"
    assert str(invoice.lines[0].unit_price) == "10.000"


def test_reads_attachments_and_follows_no_link(invoice):
    enclosed, linked = invoice.attachments
    content = b"dato;timer\n2026-10-01;7,5\n"
    assert (enclosed.id, enclosed.name, enclosed.mime) == ("Timeliste", "oktober.csv", "text/csv")
    assert (enclosed.content, enclosed.size) == (content, len(content))
    assert enclosed.sha256 == hashlib.sha256(content).hexdigest()
    assert enclosed.description == "Timer i oktober"
    assert (linked.name, linked.uri) == ("Vilkår", "https://fjellstrom.example/vilkar")
    assert (linked.content, linked.size, linked.sha256) == (None, None, "")


def test_reads_a_credit_note():
    xml = document(
        kind="credit_note", project="PROSJ-5", preceding_invoices=(PrecedingInvoice("117"),)
    )
    result = read_document(xml)
    note = result.invoice
    assert (result.kind, result.valid, result.findings) == ("credit_note", True, ())
    assert (note.type_code, note.sign) == ("381", -1)
    assert note.due_date == date(2026, 11, 16)
    assert (note.references.project, note.references.documents) == ("PROSJ-5", ())
    assert note.references.preceding_invoices == (PrecedingInvoice("117"),)
    assert (note.lines[0].quantity, note.totals.payable) == (Decimal(1), Decimal("125.00"))


def test_unwraps_the_envelope():
    bare = document().partition(b"?>")[2]
    wrapped = (
        b'<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/'
        b'StandardBusinessDocumentHeader"><StandardBusinessDocumentHeader><HeaderVersion>1.0'
        b"</HeaderVersion></StandardBusinessDocumentHeader>" + bare + b"</StandardBusinessDocument>"
    )
    assert read_document(wrapped) == read_document(document())
    broken = read_changed("2026-11-02", "2. november", wrapped)
    assert not broken.valid
    assert broken.findings[0].location == "/Invoice/IssueDate"


def test_says_what_else_it_is():
    xml = (
        b'<ApplicationResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:'
        b'ApplicationResponse-2" xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:'
        b'CommonBasicComponents-2"><c:ProfileID>mlr</c:ProfileID></ApplicationResponse>'
    )
    result = read_document(xml)
    assert (result.kind, result.profile, result.invoice) == ("other", "mlr", None)
    assert [finding.rule for finding in result.findings] == ["REGNA-OTHER"]
    assert not result.valid
