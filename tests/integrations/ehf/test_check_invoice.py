"""Our own checks: what a bookkeeper wants to know, as warnings that never make a document invalid."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from integrations.ehf.checks import check_invoice
from integrations.ehf.documents import PrecedingInvoice
from integrations.ehf.drafts import AllowanceToBuild
from integrations.ehf.messages import read_document
from tests.integrations.ehf.samples import BUYER, IBAN, SELLER, document, line, read_changed, rules

XML = document(
    line("200.00"),
    line("50.00", vat_rate=Decimal("15")),
    allowances=(AllowanceToBuild(amount=Decimal("20"), reason="Rabatt"),),
    charges=(AllowanceToBuild(amount=Decimal("5"), reason="Frakt"),),
    prepaid=Decimal("100"),
    rounding=Decimal("0.25"),
)
FOREIGN = replace(
    SELLER, orgnr="HRB 1", orgnr_scheme="", vat_number="DE123456788", endpoint="DE123456788",
    endpoint_scheme="9930", country="DE", in_business_register=False,
)  # fmt: skip


def amount(name: str, value: str) -> str:
    return f'<cbc:{name} currencyID="NOK">{value}</cbc:{name}>'


def test_a_right_document_has_no_warning():
    assert read_document(XML).findings == ()


@pytest.mark.parametrize(
    ("name", "stated", "wrong", "found"),
    [
        ("LineExtensionAmount", "250.00", "250.01", ["LINE-TOTAL", "NET"]),
        ("AllowanceTotalAmount", "20.00", "19.99", ["ALLOWANCES", "NET"]),
        ("ChargeTotalAmount", "5.00", "5.01", ["CHARGES", "NET"]),
        ("TaxExclusiveAmount", "235.00", "235.01", ["NET", "GROSS"]),
        ("TaxAmount", "53.75", "53.76", ["VAT-TOTAL", "GROSS"]),
        ("TaxInclusiveAmount", "288.75", "288.74", ["GROSS", "PAYABLE"]),
        ("PrepaidAmount", "100.00", "100.01", ["PAYABLE"]),
        ("PayableRoundingAmount", "0.25", "-0.25", ["PAYABLE"]),
        ("PayableAmount", "189.00", "189.01", ["PAYABLE"]),
    ],
)
def test_totals_add_up_to_the_ore(name, stated, wrong, found):
    result = read_changed(amount(name, stated), amount(name, wrong), XML)
    assert rules(result) == [f"REGNA-{rule}" for rule in found]
    assert {finding.severity for finding in result.findings} == {"warning"}
    assert result.valid


def test_a_total_is_told_with_both_amounts():
    result = read_changed(
        amount("PayableAmount", "189.00"), amount("PayableAmount", "1189.005"), XML
    )
    with translation.override("en"):
        assert (
            result.findings[0].message
            == "The amount due is 189,00 by its parts, but 1189,005 is stated."
        )
    assert result.findings[0].location == "/Invoice/LegalMonetaryTotal/PayableAmount"


@pytest.mark.parametrize(
    ("stated", "found"),
    [("46.25", []), ("46.27", []), ("46.28", ["REGNA-VAT"]), ("45.30", ["REGNA-VAT"])],
)
def test_vat_is_the_rate_of_its_basis(stated, found):
    result = read_changed(amount("TaxAmount", "46.25"), amount("TaxAmount", stated), XML)
    assert [rule for rule in rules(result) if rule == "REGNA-VAT"] == found
    if found:
        assert result.findings[0].location == "/Invoice/TaxTotal/TaxSubtotal[1]/TaxAmount"


def test_the_basis_is_that_of_lines_allowances_and_charges():
    result = read_changed(amount("TaxableAmount", "185.00"), amount("TaxableAmount", "200.00"), XML)
    assert rules(result) == ["REGNA-VAT", "REGNA-VAT-BASIS"]


def test_a_line_is_quantity_times_price():
    result = read_changed(amount("PriceAmount", "200.00"), amount("PriceAmount", "20.00"), XML)
    assert (rules(result), result.valid) == (["REGNA-LINE"], True)
    assert result.findings[0].location == "/Invoice/InvoiceLine[1]"


@pytest.mark.parametrize(
    ("kid", "found"),
    [
        ("602243", []),
        ("602244", ["REGNA-KID"]),
        ("000602243", []),
        ("100008-", []),
        ("100008-1", []),
        ("Faktura 118", []),
        ("1", []),
        ("9" * 26, []),
    ],
)
def test_the_check_digit_of_a_kid(kid, found):
    result = read_document(document(kid=kid))
    assert (rules(result), result.valid) == (found, True)
    assert result.invoice.payment.payment_id == kid


def test_a_foreign_suppliers_number_is_no_kid():
    assert (
        rules(read_document(document(kid="602244", seller=FOREIGN, bank_account="3334444"))) == []
    )


@pytest.mark.parametrize(
    ("account", "found"),
    [
        ("12340500014", []),
        ("1234.05.00014", []),
        ("12340500015", ["REGNA-ACCOUNT"]),
        (IBAN, []),
        ("NO9386011117948", ["REGNA-ACCOUNT"]),
        ("DE89370400440532013000", []),
        ("3334444", []),
    ],
)
def test_the_check_digits_of_an_account(account, found):
    assert rules(read_document(document(bank_account=account))) == found


@pytest.mark.parametrize("party", ["seller", "buyer"])
def test_the_check_digit_of_an_organisation_number(party):
    wrong = replace(SELLER if party == "seller" else BUYER, orgnr="922222224")
    result = read_document(document(**{party: wrong}))
    assert (rules(result), result.valid) == (["REGNA-ORGNR", "REGNA-ORGNR"], True)
    role = "AccountingSupplierParty" if party == "seller" else "AccountingCustomerParty"
    assert [finding.location for finding in result.findings] == [
        f"/Invoice/{role}/Party/PartyLegalEntity/CompanyID",
        f"/Invoice/{role}/Party/EndpointID",
    ]


def test_vat_from_a_supplier_without_mva_number():
    seller = replace(SELLER, vat_registered=False)
    result = read_document(document(seller=seller))
    assert (rules(result), result.valid) == (["REGNA-VAT-REGISTRATION"], True)
    assert not result.invoice.supplier.vat_registered
    assert result.invoice.supplier.tax_registration == "Foretaksregisteret"


def test_no_vat_needs_no_mva_number():
    outside = line(vat_category="O", vat_rate=None)
    seller = replace(SELLER, vat_registered=False)
    assert rules(read_document(document(outside, seller=seller))) == []


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("NO922222223MVA", []),
        ("NO 922 222 223 mva", []),
        ("922222223MVA", []),
        ("NO922222223", ["REGNA-VAT-REGISTRATION"]),
        ("922222223", ["REGNA-VAT-REGISTRATION"]),
        ("SE556677889901", []),
    ],
)
def test_what_is_an_mva_number(number, found):
    result = read_changed("<cbc:CompanyID>NO922222223MVA<", f"<cbc:CompanyID>{number}<")
    assert rules(result) == found
    assert result.invoice.supplier.vat_registered == (not found)


def test_foreign_vat_is_nobodys_business_here():
    assert rules(read_document(document(seller=replace(FOREIGN, vat_number="")))) == []


def test_a_line_beyond_all_money_is_left_alone():
    nothing = Decimal("1e-55")
    invoice = read_document(document()).invoice
    huge = replace(
        invoice.lines[0],
        quantity=Decimal("9" * 16),
        unit_price=Decimal("9" * 16),
        base_quantity=nothing,
    )
    assert "REGNA-LINE" not in [
        each.rule for each in check_invoice(replace(invoice, lines=(huge,)))
    ]


def test_the_findings_of_one_sort_are_limited():
    invoice = read_document(document(*[line() for _at in range(80)])).invoice
    wrong = tuple(replace(each, net_amount=Decimal("1")) for each in invoice.lines)
    found = check_invoice(replace(invoice, lines=wrong))
    assert sum(finding.rule == "REGNA-LINE" for finding in found) == 50


def test_credit_notes_are_checked_alike():
    xml = document(kind="credit_note", preceding_invoices=(PrecedingInvoice("117"),))
    result = read_changed(amount("PayableAmount", "125.00"), amount("PayableAmount", "124.00"), xml)
    assert rules(result) == ["REGNA-PAYABLE"]
    assert result.findings[0].location == "/CreditNote/LegalMonetaryTotal/PayableAmount"
