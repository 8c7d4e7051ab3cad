"""A list as a file: every row that passes the filters, streamed, in the order of the screen."""

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.db.models import F
from django.http import FileResponse, StreamingHttpResponse
from django.utils.text import slugify

from erp.dates import format_date
from erp.ui.requests import company_of
from erp.ui.tables.bound import BoundTable
from erp.ui.tables.columns import Column, Kind, local

CHUNK = 2000
SHEET_ROWS = 1_000_000  # Excel ends at 1 048 576.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    Kind.TEXT: 28,
    Kind.CODE: 14,
    Kind.NUMBER: 12,
    Kind.AMOUNT: 16,
    Kind.DATE: 12,
    Kind.MOMENT: 17,
}
FORMATS = {Kind.AMOUNT: "#,##0.00", Kind.DATE: "dd.mm.yyyy", Kind.MOMENT: "dd.mm.yyyy hh:mm"}


@dataclass(frozen=True)
class Frame:
    """What stands around the rows of a file: values by column above and below them, and what is told of each row.

    `each` gets the rows as they come from the database and gives them on one by one, such as with a running balance.
    """

    first: Mapping[str, Any]
    last: Mapping[str, Any]
    each: Callable[[Iterator[Any]], Iterator[Any]]


def export_table(
    table: BoundTable, frame: Frame | None = None
) -> StreamingHttpResponse | FileResponse:
    """Answer with the list as CSV or XLSX."""
    return export_csv(table, frame) if table.export == "csv" else export_xlsx(table, frame)


def export_csv(table: BoundTable, frame: Frame | None) -> StreamingHttpResponse:
    """Answer with CSV as Norwegian spreadsheets read it: semicolon, decimal comma, UTF-8 with a mark."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name(table, "csv")}"'}
    return StreamingHttpResponse(
        csv_chunks(table, frame), content_type="text/csv; charset=utf-8", headers=headers
    )


def csv_chunks(table: BoundTable, frame: Frame | None) -> Iterator[str]:
    """Write the file in pieces of some hundred lines."""
    columns = exported(table)
    writer = csv.writer(Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([csv_text(str(column.label)) for column in columns])
    rows = values_of(table, columns, frame)
    while batch := list(islice(rows, 500)):
        yield "".join(writer.writerow([csv_text(value) for value in row]) for row in batch)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_text(value: Any) -> str:
    """Return a value for CSV. Text that a spreadsheet would run as a formula is made harmless by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value)
        return f"{format_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    text = str(value)
    return f"'{text}" if not isinstance(value, int) and text.startswith(FORMULA) else text


def export_xlsx(table: BoundTable, frame: Frame | None) -> FileResponse:
    """Answer with a workbook, which is written to a temporary file row by row and streamed from there."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    write_workbook(table, frame, file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=file_name(table, "xlsx"), content_type=XLSX
    )


def write_workbook(table: BoundTable, frame: Frame | None, file: IO[bytes]) -> None:
    """Write the list; what does not fit on one sheet goes on on the next."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    columns = exported(table)
    formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    bold = book.add_format({"bold": True})
    rows = values_of(table, columns, frame)
    row = next(rows, None)
    while True:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDTHS[column.kind])
            sheet.write_string(0, at, str(column.label), bold)
        number = 0
        while row is not None and number < SHEET_ROWS:
            number += 1
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                write_cell(sheet, number, at, value, formats.get(column.kind))
            row = next(rows, None)
        if row is None:
            break
    book.close()


def write_cell(sheet: Any, row: int, at: int, value: Any, style: Any) -> None:
    """Write one cell by its type; text is always text, never a formula."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, at, local(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, at, value, style)
    else:
        sheet.write_string(row, at, str(value)[:32_767])


def values_of(
    table: BoundTable, columns: Sequence[Column], frame: Frame | None
) -> Iterator[list[Any]]:
    """Yield the values of each row of the file, in the order of the columns."""
    if frame:
        yield [frame.first.get(column.name) for column in columns]
    rows = rows_of(table)
    for row in frame.each(rows) if frame else rows:
        yield [column.export_of(row) for column in columns]
    if frame:
        yield [frame.last.get(column.name) for column in columns]


def rows_of(table: BoundTable) -> Iterator[Any]:
    """Return all rows in the order of the screen, from a cursor of the database."""
    order = [F(term.path).desc() if term.descending else F(term.path).asc() for term in table.terms]
    return iter(table.queryset.order_by(*order).iterator(chunk_size=CHUNK))


def exported(table: BoundTable) -> list[Column]:
    """Return the columns of the file."""
    return [column for column in table.table.columns if column.in_export]


def file_name(table: BoundTable, ending: str) -> str:
    """Return a name such as vouchers-fjord.csv."""
    company = company_of(table.request)
    stem = slugify(str(table.table.caption)) or table.name
    return f"{stem}-{company.slug}.{ending}" if company else f"{stem}.{ending}"
