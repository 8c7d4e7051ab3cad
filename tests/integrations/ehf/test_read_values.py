"""A value may be written in many ways; what can't be read is empty and a finding."""

from datetime import date

import pytest

from integrations.ehf.documents import Invoice
from integrations.ehf.messages import read_document
from tests.integrations.ehf.samples import document, line, read_changed, rules


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cbc:", "b:"),
        ("cac:", "aggregate:"),
    ],
)
def test_prefixes_are_free(old, new):
    xml = document().decode()
    renamed = xml.replace(old, new).replace(f"xmlns:{old[:-1]}", f"xmlns:{new[:-1]}")
    assert read_document(renamed.encode()) == read_document(document())


def test_the_default_namespace_may_change_on_the_way():
    namespace = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    result = read_changed("<cbc:ID>118</cbc:ID>", f'<ID xmlns="{namespace}">118</ID>')
    assert (result.valid, result.invoice.number) == (True, "118")


@pytest.mark.parametrize(
    "written",
    ["1<!-- én -->18", "<![CDATA[118]]>", "1<![CDATA[1]]>8", " 118\n", "1<?x y?>18", "&#49;18"],
)
def test_a_value_may_be_written_in_many_ways(written):
    result = read_changed("<cbc:ID>118</cbc:ID>", f"<cbc:ID>{written}</cbc:ID>")
    assert (result.valid, result.invoice.number) == (True, "118")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (".5", "0.5"),
        ("100", "100"),
        ("100.0", "100.0"),
        ("+7.50", "7.50"),
        ("007.10", "7.10"),
        ("3.", "3"),
    ],
)
def test_decimals_may_lack_digits(written, read):
    xml = document(line(quantity="1"))
    result = read_changed('unitCode="H87">1<', f'unitCode="H87">{written}<', xml)
    assert (result.valid, f"{result.invoice.lines[0].quantity:f}") == (True, read)


@pytest.mark.parametrize(
    "written", ["12,50", "1e3", "NaN", "Infinity", "0x10", "1_000", "１２", "9" * 17]
)
def test_what_is_no_number_is_a_finding(written):
    result = read_changed(
        'currencyID="NOK">125.00</cbc:PayableAmount',
        f'currencyID="NOK">{written}</cbc:PayableAmount',
    )
    assert result.invoice.totals.payable is None
    assert "REGNA-VALUE" in rules(result)
    assert result.valid == (written == "9" * 17)


@pytest.mark.parametrize(
    "written",
    ["02.11.2026", "2026-13-01", "2026-W45-1", "20261102", "0000-01-01", "２０２６-11-02"],
)
def test_what_is_no_date_is_a_finding(written):
    result = read_changed("2026-11-02", written)
    assert result.invoice.issue_date is None
    assert "REGNA-VALUE" in rules(result)
    assert not result.valid


def test_a_date_may_have_a_zone():
    result = read_changed("2026-11-02<", "2026-11-02+01:00<")
    assert (result.valid, result.invoice.issue_date) == (True, date(2026, 11, 2))


def test_missing_parts_are_empty():
    xml = b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>"
    result = read_document(xml)
    assert not result.valid
    assert result.invoice == Invoice(kind="invoice")
