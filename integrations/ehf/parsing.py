"""From the bytes of a stranger to a tree of XML: limits first, no document type, no entities, no network.

The parser sees UTF-8 only, whatever was declared, so that a limit or a document type can't hide behind an
encoding. Its own limits (huge_tree off) hold beside ours: 256 levels, 10 million characters in one text.
"""

import codecs
import re

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.findings import Finding, fatal
from integrations.ehf.names import ENVELOPE, ROOTS

MAX_MARKS = 600_000  # Tags and attributes together, a bound for the tree's memory.

PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
WIDE = (  # How a text in two or four bytes a character begins: byte order mark, or "<" without one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
NOT_FOR_TEXT = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}


class Unreadable(Exception):
    """Says why a document can't be read, by a finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


def parse_document(data: bytes) -> etree._Element:
    """Return the document's root element, without comments and processing instructions.

    Raises: Unreadable.
    """
    refuse_what_is_no_xml(data)
    text = to_utf8(data)
    if text.startswith(b"<!DOCTYPE", end_of_prolog(text)):
        raise doctype_refused()
    if text.count(b"<") + text.count(b"=") > MAX_MARKS:
        raise refused("LIMIT", _("The document has more elements than can be read."))
    root = parse(text)
    if root.getroottree().docinfo.internalDTD is not None:
        raise doctype_refused()
    return root


def payload_of(root: etree._Element) -> etree._Element:
    """Return the business document, taken out of its envelope (SBDH) if it came in one."""
    if root.tag != ENVELOPE:
        return root
    for child in root:
        if child.tag in ROOTS:
            return child
    return root


def refuse_what_is_no_xml(data: bytes) -> None:
    """Refuse what is larger than a file may be, empty, or a PDF."""
    limit: int = settings.UPLOAD_LIMIT_MB
    if len(data) > limit * 1024 * 1024:
        raise refused(
            "SIZE",
            _("The file is %(size)s MB; the limit is %(limit)s MB."),
            size=str(-(-len(data) // (1024 * 1024))),
            limit=str(limit),
        )
    if not data.strip(b" \t\r\n\0"):
        raise refused("EMPTY", _("The file is empty."))
    if data.startswith(b"%PDF"):
        raise refused("NOT-XML", _("The file is a PDF, not an electronic invoice."))


def to_utf8(data: bytes) -> bytes:
    """Return the document in UTF-8: by its byte order mark, else as declared, else as it is."""
    encoding = encoding_of(data)
    if encoding == "utf-8":
        return data
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode()
    except (UnicodeError, LookupError):
        raise refused(
            "ENCODING",
            _("The file does not fit the character encoding it declares (%(encoding)s)."),
            encoding=encoding,
        ) from None


def encoding_of(data: bytes) -> str:
    """Return the character encoding that a file declares."""
    for start, encoding in WIDE:
        if data.startswith(start):
            return encoding
    declared = DECLARED.match(data[:500])
    if declared is None or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    name = declared[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "undefined"
    if codec.replace("-", "_") in NOT_FOR_TEXT:
        raise refused(
            "ENCODING",
            _("The file declares a character encoding that is not known: %(encoding)s."),
            encoding=name,
        )
    # What begins in single bytes is no UTF-16, though some programs declare so.
    is_utf8 = codec == "ascii" or codec.startswith(("utf-8", "utf-16", "utf-32"))
    return "utf-8" if is_utf8 else codec


def end_of_prolog(text: bytes) -> int:
    match = PROLOG.match(text)
    return match.end() if match else 0


def parse(text: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error) from None


def not_well_formed(error: etree.XMLSyntaxError) -> Unreadable:
    """Return what is wrong with XML that cannot be parsed, in plain words."""
    codes = etree.ErrorTypes
    line = error.lineno or 0
    match getattr(error, "code", None):
        case codes.ERR_RESOURCE_LIMIT:
            return refused(
                "LIMIT", _("The document is nested too deep or has too long a text."), line=line
            )
        case codes.ERR_DOCUMENT_EMPTY:
            return refused("NOT-XML", _("The file is not XML."), line=line)
        case codes.ERR_INVALID_ENCODING | codes.ERR_INVALID_CHAR:
            return refused(
                "ENCODING",
                _("Line %(number)s has characters that XML does not allow."),
                line=line,
                number=str(line),
            )
        case codes.ERR_TAG_NOT_FINISHED:
            return refused("XML", _("The file ends too early: a part of it is missing."), line=line)
    return refused(
        "XML",
        _("The XML is broken at line %(number)s: %(detail)s"),
        line=line,
        number=str(line),
        detail=str(error.msg).partition(", line ")[0].strip(),
    )


def doctype_refused() -> Unreadable:
    return refused("DOCTYPE", _("The file has a document type (DOCTYPE), which is not allowed."))


def refused(rule: str, text: str | Promise, *, line: int = 0, **values: str) -> Unreadable:
    return Unreadable(fatal(f"REGNA-{rule}", "", text, line=line, **values))
