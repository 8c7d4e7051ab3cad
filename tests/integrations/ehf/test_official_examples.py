"""The published examples: all are read, with totals as an independent reader finds them, and the schema's verdict."""

import csv
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from integrations.ehf.messages import read_document
from tests.shared import SHARED, shared

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
FIELDS = {
    "line_net": "LineExtensionAmount",
    "allowances": "AllowanceTotalAmount",
    "charges": "ChargeTotalAmount",
    "net": "TaxExclusiveAmount",
    "gross": "TaxInclusiveAmount",
    "prepaid": "PrepaidAmount",
    "rounding": "PayableRoundingAmount",
    "payable": "PayableAmount",
}
# Where our check of the lines finds something, the official rule R120 does too (EXPECTED.tsv).
OWN_FINDINGS = {
    "examples/bis/vat-category-Z.xml": ["REGNA-ACCOUNT"],
    "examples/en16931/guide-example3.xml": ["REGNA-ACCOUNT", "REGNA-LINE", "REGNA-LINE"],
    "examples/en16931/ubl-tc434-example1.xml": ["REGNA-LINE"],
    "examples/en16931/ubl-tc434-example3.xml": ["REGNA-ACCOUNT", "REGNA-LINE", "REGNA-LINE"],
    "examples/norway/Invoice_EHF3.0_forward-billing-nettleie-corporate_v2.0.xml": [
        "REGNA-KID",
        "REGNA-VAT",
    ],
    "examples/norway/Norwegian-example-1.xml": ["REGNA-KID"],
}


def expected() -> list[tuple[str, str]]:
    path = SHARED / "standards" / "ehf" / "EXPECTED.tsv"
    if not path.exists():
        return [("", "")]
    with path.open(encoding="utf-8") as lines:
        return [(row["file"], row["xsd"]) for row in csv.DictReader(lines, delimiter="\t")]


@pytest.fixture(params=expected(), ids=lambda row: row[0].rpartition("/")[2])
def example(request):
    name, verdict = request.param
    return name, verdict, shared("standards", "ehf", *name.split("/")).read_bytes()


def test_every_example_is_read_and_judged(example):
    _name, verdict, data = example
    result = read_document(data)
    if verdict == "valid":
        assert result.valid
        assert result.invoice is not None
    else:
        assert (result.kind, result.invoice, result.valid) == ("other", None, False)


def test_own_checks_of_the_examples(example):
    name, verdict, data = example
    if verdict == "valid":
        rules = [finding.rule for finding in read_document(data).findings]
        # The examples' organisation numbers are made up.
        assert [rule for rule in rules if rule != "REGNA-ORGNR"] == OWN_FINDINGS.get(name, [])


def test_totals_lines_and_vat_are_exact(example):
    _name, verdict, data = example
    if verdict != "valid":
        return
    invoice = read_document(data).invoice
    root = ET.fromstring(data)
    total = root.find(f"{CAC}LegalMonetaryTotal")
    for field, tag in FIELDS.items():
        stated = total.findtext(f"{CBC}{tag}")
        read = getattr(invoice.totals, field)
        assert (None if read is None else f"{read:f}") == stated, field
    assert [f"{each.amount:f}" for each in invoice.vat] == [
        part.findtext(f"{CBC}TaxAmount").strip() for part in root.iter(f"{CAC}TaxSubtotal")
    ]
    assert [f"{line.net_amount:f}" for line in invoice.lines] == [
        line.findtext(f"{CBC}LineExtensionAmount").strip()
        for line in [*root.iter(f"{CAC}InvoiceLine"), *root.iter(f"{CAC}CreditNoteLine")]
    ]
    assert invoice.totals.gross - (invoice.totals.prepaid or 0) + (
        invoice.totals.rounding or 0
    ) == Decimal(total.findtext(f"{CBC}PayableAmount"))
