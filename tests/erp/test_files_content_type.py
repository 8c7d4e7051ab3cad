"""Types by content, whatever a file is called."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.files.content_type import DOCX, HEAD, HTML, SVG, TAIL, UNKNOWN, XLSX, XML, ZIP, sniff
from tests.shared import shared


def archive(*names: str, mimetype: str = "") -> bytes:
    """A ZIP archive with parts of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x" * 10)
    return buffer.getvalue()


OOXML = ("[Content_Types].xml", "_rels/.rels")
EXAMPLES = {
    "application/pdf": [b"%PDF-1.7\n%\xe2\xe3", b"\x00\x01junk\n%PDF-1.4\n"],
    "image/png": [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"],
    "image/jpeg": [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\xff\xd8\xff\xe1\x00\x10Exif"],
    "image/tiff": [b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"],
    "image/gif": [b"GIF89a\x01\x00", b"GIF87a\x01\x00"],
    "image/webp": [b"RIFF\x24\x00\x00\x00WEBPVP8 "],
    "image/heic": [b"\x00\x00\x00\x18ftypheic\x00\x00", b"\x00\x00\x00\x18ftypmif1\x00\x00"],
    ZIP: [
        archive("a.txt"),
        archive("xl/workbook.xml"),
        archive("[Content_Types].xml"),
        b"PK\x03\x04",
    ],
    XLSX: [archive(*OOXML, "xl/workbook.xml"), archive(*OOXML, "x" * 200, "xl/workbook.xml")],
    DOCX: [archive(*OOXML, "word/document.xml")],
    "application/vnd.oasis.opendocument.text": [
        archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
    ],
    "application/vnd.oasis.opendocument.spreadsheet": [
        archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
    ],
    XML: [
        b'<?xml version="1.0"?><Invoice xmlns="urn:x">',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- svg -->\n<ubl:Invoice>',
        "\ufeff<?xml version='1.0' encoding='UTF-16'?><Invoice>".encode("utf-16-le"),
        b"<Invoice></Invoice>",
        b'<?xml version="1.0" encoding="ISO-8859-1"?><Navn>K\xe5re</Navn>',
    ],
    HTML: [
        b"<!DOCTYPE html><p>",
        b"  \n<HTML>",
        b"<script>alert(1)</script>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        b"<!-- hei --><body onload=x>",
    ],
    SVG: [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()">',
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg:svg>',
    ],
    "message/rfc822": [
        b"Received: from a\r\n\tby b\r\nFrom: kari@fjord.example\r\nSubject: Faktura\r\n\r\nHei",
        b"MIME-Version: 1.0\nDate: Tue, 24 Nov 2026 10:00:00 +0100\n\n",
    ],
    "text/csv": [b"konto;navn\n1920;Bank\n", b'a,b\n"Hansen, Kari",2\n', b"a\tb\r\n1\t2\r\n"],
    "text/plain": [
        b"Hei p\xc3\xa5 deg",
        b"Hei p\xe5 deg",
        b"From: Kari, in haste.\n",
        b"a;b\nc\n",
        b"1 < 2",
    ],
    UNKNOWN: [b"", b"\x00\x01\x02", b"MZ\x90\x00\x03", b"\x7fELF", b"\x00\x00\x00\x18ftypmp42"],
}


@pytest.mark.parametrize(
    ("mime", "content"), [(mime, content) for mime, all_ in EXAMPLES.items() for content in all_]
)
def test_knows_a_type_by_its_content(mime: str, content: bytes) -> None:
    assert sniff(content) == mime


def test_the_parts_of_a_large_office_file_are_read_at_its_end() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", "x")
        file.writestr("docProps/thumbnail.jpeg", "x" * (HEAD + TAIL))
        file.writestr("xl/workbook.xml", "x")
    content = buffer.getvalue()
    assert sniff(content[:HEAD], content[-TAIL:]) == XLSX


def test_an_office_file_packed_inside_an_archive_does_not_make_it_one() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("inner.xlsx", archive(*OOXML, "xl/workbook.xml"))
    assert sniff(buffer.getvalue()) == ZIP


def test_a_letter_cut_in_two_is_still_text() -> None:
    assert sniff("Blåbærsyltetøy på skje".encode()[:-1] + "å".encode()[:1]) == "text/plain"


def test_published_invoices_are_xml() -> None:
    examples = sorted(shared("standards", "ehf", "examples").rglob("*.xml"))
    assert examples
    assert {sniff(path.read_bytes()[:HEAD]) for path in examples} == {XML}


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_content_brings_it_down(head: bytes, tail: bytes) -> None:
    assert sniff(head, tail)
    assert sniff(b"PK\x03\x04" + head, tail + b"PK\x05\x06" + head)
