"""The schema's verdict, and what people are told about a breach: where, at which line, in plain words."""

import threading

import pytest
from django.utils import translation

from integrations.ehf import schema
from integrations.ehf.messages import read_document
from tests.integrations.ehf.samples import changed, document, line, read_changed, rules

PAYABLE = '<cbc:PayableAmount currencyID="NOK">125.00</cbc:PayableAmount>'
BREACHES = [
    (
        "<cbc:DueDate>2026-11-16<",
        "<cbc:DueDate>16.11.2026<",
        "/Invoice/DueDate",
        "“16.11.2026” is not a valid value of DueDate.",
    ),
    (
        "<cbc:IssueDate>2026-11-02</cbc:IssueDate>",
        "",
        "/Invoice/DueDate",
        "DueDate is not expected here. Expected: CopyIndicator, UUID, IssueDate.",
    ),
    (PAYABLE, "", "/Invoice/LegalMonetaryTotal", "LegalMonetaryTotal lacks one of: "),
    (
        PAYABLE,
        "<cbc:PayableAmount>125.00</cbc:PayableAmount>",
        "/Invoice/LegalMonetaryTotal/PayableAmount",
        "PayableAmount lacks the attribute currencyID.",
    ),
    (
        PAYABLE,
        PAYABLE.replace("125.00", "125,00"),
        "/Invoice/LegalMonetaryTotal/PayableAmount",
        "“125,00” is not a valid value of PayableAmount.",
    ),
    (
        "<cac:LegalMonetaryTotal>",
        "<cac:LegalMonetaryTotal>kr",
        "/Invoice/LegalMonetaryTotal",
        "LegalMonetaryTotal breaks the schema: Character content other than whitespace",
    ),
    ("</Invoice>", "<x/></Invoice>", "/Invoice/x", "x is not expected here. Expected: InvoiceLine."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "location", "message"), BREACHES)
def test_a_breach_says_where_and_what(old, new, location, message):
    xml = changed(old, new)
    result = read_document(xml)
    finding = result.findings[0]
    assert (result.valid, finding.rule, finding.severity) == (False, "XSD", "fatal")
    assert finding.location == location
    with translation.override("en"):
        assert finding.message.startswith(message)
    name = location.rpartition("/")[2].encode()
    assert name in xml.splitlines()[finding.line - 1]


def test_the_right_one_of_many_lines_is_named():
    xml = document(line(), line(), line())
    at = xml.rindex(b'unitCode="H87">1<')
    result = read_document(xml[:at] + xml[at:].replace(b'">1<', b'">en<', 1))
    assert result.findings[0].location == "/Invoice/InvoiceLine[3]/InvoicedQuantity"


def test_both_roots_are_validated():
    xml = document(kind="credit_note")
    assert read_document(xml).valid
    swapped = xml.replace(b"CreditedQuantity", b"InvoicedQuantity")
    assert (
        read_document(swapped).findings[0].location == "/CreditNote/CreditNoteLine/InvoicedQuantity"
    )


def test_what_breaks_the_schema_is_still_read():
    result = read_changed("<cbc:IssueDate>2026-11-02</cbc:IssueDate>", "")
    assert (result.invoice.number, result.invoice.issue_date) == ("118", None)
    assert result.invoice.totals.payable == 125


def large_document() -> bytes:
    return document(*[line() for _count in range(600)])


def test_a_large_document_is_validated_too():
    assert read_document(large_document()).valid


def test_a_breach_early_in_a_large_document_is_named():
    result = read_document(changed("2026-11-02<", "i dag<", large_document()))
    assert (rules(result)[0], result.findings[0].location) == ("XSD", "/Invoice/IssueDate")
    assert (result.findings[0].line, rules(result).count("XSD")) == (6, 1)


def test_a_breach_late_in_a_large_document_is_told():
    xml = large_document().replace(b"</Invoice>", b"<x/></Invoice>")
    result = read_document(xml)
    assert (result.valid, rules(result), len(result.invoice.lines)) == (False, ["XSD"], 600)
    assert "'x'" in result.findings[0].message


def test_the_schema_is_compiled_once_whoever_comes_first():
    schema.compiled_schema.cache_clear()
    found: list[bool] = []
    xml = document()
    readers = [
        threading.Thread(target=lambda: found.append(read_document(xml).valid)) for _at in range(8)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [True] * 8
    assert schema.compiled_schema.cache_info().misses == 1


def test_readers_at_the_same_time_keep_their_findings_apart():
    told: list[tuple[int, str]] = []

    def read(at: int) -> None:
        for _count in range(20):
            finding = read_changed("2026-11-02<", f"dag {at}<").findings[0]
            told.append((at, dict(finding.values)["value"]))

    readers = [threading.Thread(target=read, args=(at,)) for at in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(told) == [(at, f"dag {at}") for at in range(4) for _count in range(20)]
