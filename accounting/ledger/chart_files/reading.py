"""A file of a table as rows of text: CSV in the spellings that spreadsheets write, and XLSX.

Untrusted bytes: limits on size, rows and columns; no formula is worked out, no link followed, no entity
resolved. Pure: no database.
"""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from erp.errors import BusinessError, Problem
from erp.files.content_type import CSV, HEAD, TAIL, TEXT, XLSX, sniff

# Units: bytes; `MOST_UNPACKED` is what all parts of a workbook may come to.
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_LINES = 50_000  # with the empty ones
MOST_COLUMNS = 60
MOST_TEXT = 1000

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Exports put an apostrophe before text that a spreadsheet would run as a formula.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Row:
    """A row that holds something; `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


Table = list[Row]


class ChartFileRefused(BusinessError):
    """A file that is no table that can be read."""

    code = "chart_file_refused"


def read_table(content: bytes) -> Table:
    """Return the rows of a file that hold something. Raises: ChartFileRefused."""
    if len(content) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise refused(_("The file is larger than %(limit)s MB.") % {"limit": limit})
    if not content.strip():
        raise refused(_("The file is empty."))
    mime = sniff(content[:HEAD], content[-TAIL:])
    if mime == XLSX:
        rows = read_workbook(content)
    elif mime in {CSV, TEXT}:
        rows = read_text(content)
    else:
        raise refused(_("This is neither a CSV file nor an Excel workbook (XLSX)."))
    return within_limits(rows)


def refused(message: str) -> ChartFileRefused:
    """Return the refusal of a whole file."""
    return ChartFileRefused(Problem(message, "file"))


def within_limits(rows: Iterable[tuple[int, list[str]]]) -> Table:
    """Return the rows that hold something; refuse what no chart is."""
    table: Table = []
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            message = _("The file has more than %(count)s columns.")
            raise refused(message % {"count": MOST_COLUMNS})
        if cells:
            table.append(Row(number, tuple(text[:MOST_TEXT] for text in cells)))
        if len(table) > MOST_ROWS or number > MOST_LINES:
            message = _("The file has more than %(count)s rows.")
            raise refused(message % {"count": MOST_ROWS})
    if not table:
        raise refused(_("The file is empty."))
    return table


# --- CSV ---


def read_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with semicolon, comma or tab."""
    text = decode(content)
    separator = separator_of(text)
    first = 1
    if text.lower().startswith("sep="):  # Excel's own way to name the separator.
        text, first = text.partition("\n")[2], 2
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for number, row in enumerate(rows, start=first):
            yield number, [harmless(cell.strip()) for cell in row]
    except csv.Error as error:
        raise refused(_("The file cannot be read as CSV.")) from error


def decode(content: bytes) -> str:
    """Return the text of UTF-8, UTF-16 with a mark, or Windows-1252."""
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "")
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refused(_("The letters of the file cannot be read. Save it as CSV in UTF-8."))


def separator_of(text: str) -> str:
    """Return the separator that the first lines have most of, outside of quotes."""
    if text.lower().startswith("sep=") and text[4:5] in (";", ",", "\t"):
        return text[4]
    first = "\n".join(text.splitlines()[:20])
    bare = "".join(first.split('"')[::2])
    return max(";\t,", key=bare.count)


def harmless(cell: str) -> str:
    """Return a cell as it was before an export made it harmless."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


# --- XLSX ---


def read_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first sheet: values as they were last saved, never worked out here."""
    try:
        check_archive(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # What the file says of its own size is not believed.
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            for number, row in enumerate(rows, start=1):
                yield number, [cell_text(value) for value in row]
        finally:
            book.close()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        LxmlError,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        RuntimeError,
        zlib.error,
    ) as error:
        # What openpyxl makes of a damaged workbook: it has no error of its own for it.
        raise refused(_("The workbook is damaged and cannot be read.")) from error


def check_archive(content: bytes) -> None:
    """Refuse an archive that unpacks to far more than a chart, and XML that declares a document type.

    No part is unpacked beyond the size that the archive states for it, and the sum of these is limited.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refused(_("The workbook is too large when it is unpacked."))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                text = archive.read(part)
                if b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise refused(_("The workbook is damaged and cannot be read."))


def cell_text(value: object) -> str:
    """Return the value of a cell as one would type it; 1920.0 is 1920."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
