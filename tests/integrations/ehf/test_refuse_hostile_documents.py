"""Whatever arrives gets an answer: nothing raises, nothing hangs, nothing is fetched, nothing is expanded."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.ehf.drafts import AttachmentToBuild
from integrations.ehf.messages import read_document
from tests.integrations.ehf.samples import changed, document, every_field, rules

ROOT = b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>"
LAUGHS = b"".join(
    b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)
)
HOSTILE = {
    "empty": (b"", "REGNA-EMPTY"),
    "blank": (b" \r\n\t\n", "REGNA-EMPTY"),
    "zeros": (b"\0" * 500, "REGNA-EMPTY"),
    "text": (b"Faktura 118: 125 kr", "REGNA-NOT-XML"),
    "json": (b'{"invoice": 118}', "REGNA-NOT-XML"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "REGNA-NOT-XML"),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00", "REGNA-NOT-XML"),
    "image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "REGNA-NOT-XML"),
    "html": (b"<!DOCTYPE html><html></html>", "REGNA-DOCTYPE"),
    "billion laughs": (
        b"<!DOCTYPE Invoice [<!ENTITY a0 'ha'>" + LAUGHS + b"]>" + ROOT + b"&a9;</Invoice>",
        "REGNA-DOCTYPE",
    ),
    "external entity": (
        b"<!DOCTYPE Invoice [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + ROOT + b"&x;</Invoice>",
        "REGNA-DOCTYPE",
    ),
    "external document type": (
        b"<?xml version='1.0'?><!-- x --><?y?>\n<!DOCTYPE Invoice SYSTEM 'http://127.0.0.1:9/x.dtd'>"
        + ROOT
        + b"</Invoice>",
        "REGNA-DOCTYPE",
    ),
    "unknown entity": (ROOT + b"&nbsp;</Invoice>", "REGNA-XML"),
    "truncated": (document()[:1500], "REGNA-XML"),
    "truncated inside a tag": (document()[: document().index(b"<cac:Party>") + 7], "REGNA-XML"),
    "two roots": (ROOT + b"</Invoice><a/>", "REGNA-XML"),
    "a zero byte": (ROOT + b"\0</Invoice>", "REGNA-ENCODING"),
    "not the declared encoding": (ROOT + b"\xe5</Invoice>", "REGNA-ENCODING"),
    "unknown encoding": (b"<?xml version='1.0' encoding='martian'?><a/>", "REGNA-ENCODING"),
    "encoding that is no text": (b"<?xml version='1.0' encoding='rot13'?><a/>", "REGNA-ENCODING"),
    "slow encoding": (b"<?xml version='1.0' encoding='idna'?><a/>", "REGNA-ENCODING"),
    "half UTF-16": ("﻿<a/>".encode("utf-16-le")[:-1], "REGNA-ENCODING"),
    "wrong root": (b"<Order xmlns='urn:oasis'/>", "REGNA-OTHER"),
    "root without namespace": (b"<Invoice/>", "REGNA-OTHER"),
    "empty envelope": (
        b"<StandardBusinessDocument xmlns='http://www.unece.org/cefact/namespaces/"
        b"StandardBusinessDocumentHeader'/>",
        "REGNA-OTHER",
    ),
    "deep": (b"<a>" * 10_000 + b"</a>" * 10_000, "REGNA-LIMIT"),
    "many elements": (ROOT + b"<b/>" * 1_000_000 + b"</Invoice>", "REGNA-LIMIT"),
    "many attributes": (
        ROOT + b"<b " + b" ".join(b"a%d=''" % at for at in range(600_000)) + b"/></Invoice>",
        "REGNA-LIMIT",
    ),
    "long text": (ROOT + b"x" * 11_000_000 + b"</Invoice>", "REGNA-LIMIT"),
    "30 MB": (ROOT + b"x" * 30_000_000 + b"</Invoice>", "REGNA-SIZE"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_says_why(name):
    data, rule = HOSTILE[name]
    started = time.monotonic()
    result = read_document(data)
    assert (result.kind, result.invoice, result.valid) == ("other", None, False)
    assert rules(result) == [rule]
    assert result.findings[0].severity == "fatal"
    assert 10 < len(result.findings[0].message) < 300
    assert time.monotonic() - started < 5


def test_an_entity_hidden_by_the_encoding_is_refused():
    text = "<?xml version='1.0' encoding='{}'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"
    for encoding in ("utf-16", "utf-16-be", "utf-32", "iso-8859-1", "utf-7"):
        result = read_document(text.format(encoding).encode(encoding))
        assert rules(result) in (["REGNA-DOCTYPE"], ["REGNA-NOT-XML"]), encoding


def test_the_word_doctype_in_a_text_is_no_document_type():
    xml = changed("<cbc:ID>118</cbc:ID>", "<cbc:ID><![CDATA[<!DOCTYPE x>]]></cbc:ID>")
    assert read_document(xml).invoice.number == "<!DOCTYPE x>"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "iso-8859-15",
     "windows-1252", "cp865", "us-ascii"],
)  # fmt: skip
def test_any_declared_encoding_is_read(encoding):
    text = document().decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    text = text.replace("encoding='UTF-8'", f"encoding='{encoding}'")
    data = text.encode(encoding, "xmlcharrefreplace")
    assert read_document(data) == read_document(document())


def test_a_byte_order_mark_goes_before_what_is_declared():
    text = document().decode().replace("UTF-8", "ISO-8859-1")
    result = read_document(text.encode("utf-8-sig"))
    assert result.invoice.supplier.address.city == "Ål"


def test_a_wrongly_declared_utf_16_is_read_as_it_is():
    text = document().decode().replace("UTF-8", "utf-16")
    assert read_document(text.encode()).invoice.supplier.address.city == "Ål"


@pytest.mark.parametrize("encoded", ["%%%%", "QQ", "QQ=Q", "Ål", "<x/>", "QUJD" * 10 + "!"])
def test_a_damaged_attachment_is_a_finding(encoded):
    xml = document(attachments=(AttachmentToBuild(name="a.pdf", content=b"ABC"),))
    result = read_document(changed(">QUJD<", f">{encoded}<", xml))
    attachment = result.invoice.attachments[0]
    if encoded == "<x/>":
        assert attachment.content == b""
    else:
        assert (attachment.content, attachment.size) == (None, None)
        assert "REGNA-ATTACHMENT" in rules(result)


def test_a_large_attachment_is_read():
    content = b"%PDF-1.7 " + b"x" * 7_000_000
    xml = document(attachments=(AttachmentToBuild(name="a.pdf", content=content),))
    result = read_document(xml)
    assert (result.valid, result.invoice.attachments[0].content == content) == (True, True)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\faktura.pdf", "faktura.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("..", "1"),
        ("x" * 500 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(name, safe):
    xml = document(attachments=(AttachmentToBuild(name=name, content=b"ABC"),))
    attachment = read_document(xml).invoice.attachments[0]
    assert attachment.name == safe


def test_thousands_of_breaches_do_not_hang():
    note = "<cbc:Note languageID='x' foo='y'/>"
    for count in (4_000, 100_000):
        started = time.monotonic()
        result = read_document(
            changed("<cbc:DocumentC", note * count + "<cbc:DocumentC", document())
        )
        assert not result.valid
        assert len([rule for rule in rules(result) if rule == "XSD"]) == 51
        assert time.monotonic() - started < 10


def test_findings_are_short_whatever_the_names():
    xml = ROOT + b"<%s/>" % (b"n" * 40_000) + b"</Invoice>"
    finding = read_document(xml).findings[0]
    assert len(finding.message) + len(finding.location) < 500


@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    assert read_document(data).findings


@given(st.data())
def test_no_change_of_a_document_raises(data):
    xml = bytearray(every_field())
    for _count in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(xml)))
        end = min(len(xml), start + data.draw(st.integers(0, 200)))
        xml[start:end] = data.draw(st.binary(max_size=20))
    result = read_document(bytes(xml))
    assert all(finding.message for finding in result.findings)
    assert result.valid <= (result.invoice is not None)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40), st.data())
def test_no_value_raises(text, data):
    values = [part for part in document().split(b">") if part and not part.startswith(b"\n")]
    old = data.draw(st.sampled_from(values)).partition(b"<")[0]
    new = text.replace("&", "&amp;").replace("<", "&lt;").encode()
    result = read_document(document().replace(b">" + old + b"<", b">" + new + b"<"))
    assert all(finding.message for finding in result.findings)
