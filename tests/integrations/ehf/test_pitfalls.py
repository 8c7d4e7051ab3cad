"""The worked examples of what goes wrong most often with EHF: calculation, credit notes, and hidden meanings."""

from dataclasses import replace
from decimal import Decimal

import pytest

from integrations.ehf.calculation import line_net_amount, vat_amount
from integrations.ehf.documents import PrecedingInvoice
from integrations.ehf.drafts import AllowanceToBuild, PartyToBuild
from integrations.ehf.messages import read_document
from tests.integrations.ehf.samples import BUYER, SELLER, document, line, read_changed, rules

D = Decimal


def test_vat_is_rounded_per_category_not_per_line():
    result = read_document(document(*[line("0.38") for _at in range(7)]))
    assert (result.invoice.vat[0].basis, result.invoice.vat[0].amount) == (D("2.66"), D("0.67"))
    assert rules(result) == []


def test_allowances_and_charges_have_a_vat_category_of_their_own():
    result = read_document(
        document(
            line("100.00"),
            allowances=(AllowanceToBuild(amount=D("10"), reason="Rabatt"),),
            charges=(
                AllowanceToBuild(amount=D("40"), reason="Gebyr", vat_category="E", vat_rate=D("0")),
            ),
        )
    )
    found = {each.category: (each.basis, each.amount) for each in result.invoice.vat}
    assert found == {"S": (D("90.00"), D("22.50")), "E": (D("40.00"), D("0.00"))}
    assert (rules(result), result.invoice.totals.gross) == ([], D("152.50"))


@pytest.mark.parametrize(
    ("quantity", "price", "base", "net"),
    [
        ("250", "12.345", "100", "30.86"),
        ("1", "1000", "1000", "1.00"),
        ("3", "0.335", None, "1.01"),
        ("-2", "9.995", None, "-19.99"),
        ("-1", "0.005", None, "-0.01"),
        ("7", "1", "3", "2.33"),
        ("0", "12", "100", "0.00"),
    ],
)
def test_a_price_is_for_its_base_quantity(quantity, price, base, net):
    base_quantity = D(base) if base else None
    assert line_net_amount(D(quantity), D(price), base_quantity) == D(net)
    result = read_document(document(line(price, quantity, base_quantity=base_quantity)))
    assert (result.invoice.lines[0].net_amount, rules(result)) == (D(net), [])


def test_the_product_is_rounded_before_allowances_and_charges():
    net = line_net_amount(D("3"), D("0.335"), allowances=D("0.10"), charges=D("0.05"))
    assert net == D("0.96")


def test_payable_is_not_the_cost():
    result = read_document(document(prepaid=D("100"), rounding=D("0.40"), kid=""))
    totals = result.invoice.totals
    assert (totals.gross, totals.payable, rules(result)) == (D("125.00"), D("25.40"), [])


@pytest.mark.parametrize(
    ("kind", "quantity", "sign", "owed"),
    [
        ("invoice", "1", 1, "125.00"),
        ("invoice", "-1", 1, "-125.00"),
        ("credit_note", "1", -1, "-125.00"),
        ("credit_note", "-1", -1, "125.00"),
    ],
)
def test_the_sign_is_that_of_the_root_and_of_the_amount(kind, quantity, sign, owed):
    result = read_document(document(line(quantity=quantity), kind=kind))
    invoice = result.invoice
    assert (result.valid, rules(result)) == (True, [])
    assert (invoice.sign, invoice.sign * invoice.totals.payable) == (sign, D(owed))


def test_the_vat_in_kroner_is_not_the_documents_vat():
    result = read_document(
        document(currency="EUR", tax_currency="NOK", vat_in_tax_currency=D("289.20"))
    )
    totals = result.invoice.totals
    assert (totals.vat, totals.vat_in_tax_currency) == (D("25.00"), D("289.20"))
    assert (result.valid, rules(result)) == (True, [])


def test_the_account_may_be_the_factoring_companys():
    payee = PartyToBuild(name="Nordlys Finans AS", orgnr="944444440")
    invoice = read_document(document(payee=payee)).invoice
    assert (invoice.payee.name, invoice.payee.orgnr) == ("Nordlys Finans AS", "944444440")
    assert invoice.payee.bank_accounts == ("12340500014",)


def test_leading_zeros_of_a_kid_are_kept():
    payment = read_document(document(kid="00602243")).invoice.payment
    assert (payment.kid, payment.kid_is_valid) == ("00602243", True)


def test_a_payment_reference_may_be_text():
    payment = read_document(document(kid="Faktura 118")).invoice.payment
    assert (payment.payment_id, payment.kid, payment.kid_is_valid) == ("Faktura 118", "", False)


def test_the_three_numbers_of_a_party_may_be_three_organisations():
    seller = replace(SELLER, endpoint="944444440", vat_number="NO933333337MVA")
    supplier = read_document(document(seller=seller)).invoice.supplier
    assert (supplier.orgnr, supplier.endpoint) == ("922222223", "944444440")
    assert supplier.vat_number == "NO933333337MVA"


def test_the_vat_number_holds_the_organisation_number():
    result = read_changed('<cbc:CompanyID schemeID="0192">922222223</cbc:CompanyID>', "")
    assert result.invoice.supplier.orgnr == "922222223"


def test_an_unknown_unit_does_not_stop_a_document():
    result = read_document(document(line(unit="STK")))
    assert (result.valid, result.invoice.lines[0].unit) == (True, "STK")


def test_percent_is_compared_as_a_number():
    result = read_changed("<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>25.00</cbc:Percent>")
    assert rules(result) == []


def test_a_credit_note_keeps_its_due_date_with_the_payment():
    note = read_document(document(kind="credit_note")).invoice
    assert f"{note.due_date}" == "2026-11-16"
    without = read_document(document(kind="credit_note", due_date=None)).invoice
    assert without.due_date is None


def test_a_credit_note_may_name_many_invoices_or_none():
    both = (PrecedingInvoice("116"), PrecedingInvoice("117"))
    note = read_document(document(kind="credit_note", preceding_invoices=both)).invoice
    assert note.references.preceding_invoices == both
    assert read_document(document(kind="credit_note")).invoice.references.preceding_invoices == ()


def test_foreign_numbers_are_left_as_they_are():
    buyer = replace(BUYER, orgnr="5560 001-2", orgnr_scheme="0007", country="SE", endpoint="x")
    customer = read_document(document(buyer=buyer)).invoice.customer
    assert (customer.orgnr, customer.orgnr_scheme) == ("5560 001-2", "0007")


def test_vat_rounds_half_up_away_from_zero():
    assert vat_amount(D("0.50"), D("25")) == D("0.13")
    assert vat_amount(D("-0.50"), D("25")) == D("-0.13")
    assert vat_amount(D("100"), None) == D("0.00")
