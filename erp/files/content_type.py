"""The type of a file by its content: its name and what the sender says of it are not asked. Pure.

Only types that the product works with are told apart; the rest is `application/octet-stream`.
"""

import re
import struct

UNKNOWN = "application/octet-stream"
# How much of a file's beginning and end is looked at. Units: bytes.
HEAD = 64 * 1024
TAIL = 128 * 1024

PDF = "application/pdf"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
XML = "application/xml"
HTML = "text/html"
SVG = "image/svg+xml"
EML = "message/rfc822"
CSV = "text/csv"
TEXT = "text/plain"

SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OFFICE_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# What may stand before an XML document's root element.
PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\])?\s*>)", re.S | re.I)
ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
HTML_ROOTS = frozenset(
    [
        "html",
        "head",
        "body",
        "script",
        "style",
        "iframe",
        "meta",
        "title",
        "table",
        "div",
        "p",
        "a",
        "img",
    ]
)
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):|[ \t]")
MAIL_HEADERS = frozenset(
    [
        "from",
        "to",
        "date",
        "subject",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
    ]
)
QUOTED = re.compile(r'"[^"]*"')


def sniff(head: bytes, tail: bytes = b"") -> str:
    """Return the media type of a file.

    `head` is its first HEAD bytes and `tail` its last TAIL bytes, which only archives are asked for; without
    a tail the head is the whole file.
    """
    for signature, mime in SIGNATURES:
        if head.startswith(signature):
            return mime
    if head.startswith(b"PK\x03\x04"):
        return sniff_archive(head, tail or head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    text = decode(head)
    if text is not None:
        return sniff_text(text)
    # Some senders put bytes of their own before the document; readers allow it within the first 1024.
    return PDF if b"%PDF-" in head[:1024] else UNKNOWN


def sniff_archive(head: bytes, tail: bytes) -> str:
    """Tell office documents from other archives by the parts that they name."""
    if head[30:38] == b"mimetype" and head[38:].startswith(OPEN_DOCUMENT.encode()):
        return OPEN_DOCUMENT + re.match(rb"[a-z-]*", head[38 + len(OPEN_DOCUMENT) :])[0].decode()  # type: ignore[index]
    names = names_in_archive(tail)
    if "[Content_Types].xml" in names:
        for part, mime in OFFICE_PARTS.items():
            if part in names:
                return mime
    return ZIP


def names_in_archive(tail: bytes) -> set[str]:
    """Return the names in an archive's central directory, as far as it stands in these bytes."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 20:
        return set()
    (length,) = struct.unpack_from("<I", tail, end + 12)
    at, names = max(0, end - length), set()
    while (at := tail.find(b"PK\x01\x02", at, end)) >= 0 and at + 46 <= end:
        (size,) = struct.unpack_from("<H", tail, at + 28)
        names.add(tail[at + 46 : at + 46 + size].decode("utf-8", "replace"))
        at += 46 + size
    return names


def decode(head: bytes) -> str | None:
    """Return the head as text, or None where it is not text."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if not head:
        return None
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter may be cut in two where the head ends; anything else is an older encoding.
        cut = error.start >= len(head) - 3 and error.reason == "unexpected end of data"
        text = head[: error.start].decode("utf-8") if cut else head.decode("cp1252", "replace")
    return None if CONTROL.search(text) or "\ufffd" in text else text


def sniff_text(text: str) -> str:
    """Tell markup, mail and tables from plain text."""
    if text.lstrip().startswith("<"):
        return sniff_markup(text)
    if is_mail(text):
        return EML
    return CSV if is_table(text) else TEXT


def sniff_markup(text: str) -> str:
    """Tell HTML and SVG from other XML by the root element."""
    is_html = bool(re.match(r"\s*<!doctype\s+html", text, re.I))
    is_xml = bool(re.match(r"\s*<\?xml\s", text))
    at = 0
    while step := PROLOG.match(text, at):
        at = step.end()
    root = found[1].lower() if (found := ROOT.match(text, at)) else ""
    if is_html or root in HTML_ROOTS:
        return HTML
    if root == "svg":
        return SVG
    return XML if is_xml or root else TEXT


def is_mail(text: str) -> bool:
    """Tell whether a text begins with the headers of a mail (RFC 5322)."""
    names = set()
    for line in text.splitlines()[:200]:
        if not line:
            break
        header = HEADER.match(line)
        if header is None:
            return False
        names.add((header[1] or "").lower())
    return len(names & MAIL_HEADERS) >= 2


def is_table(text: str) -> bool:
    """Tell whether the first lines have the same number of the same separator."""
    whole = text[: text.rfind("\n") + 1] or text
    lines = [QUOTED.sub("", line) for line in whole.splitlines() if line.strip()][:20]
    if len(lines) < 2:
        return False
    counts = ({line.count(separator) for line in lines} for separator in ";\t,")
    return any(len(count) == 1 and count != {0} for count in counts)
