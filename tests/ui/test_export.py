"""Exports: every row, streamed, in types a spreadsheet understands, and nothing that it would run."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from erp.ui.tables import Column, Kind, Table, answer_table, export
from tests.ui.requests import make_request
from tests.ui.sample import Sample

TABLE = Table(
    name="samples",
    caption="Bilag på vei",
    columns=(
        Column("name", "Name", sort=("name",)),
        Column("rank", "Rank", Kind.NUMBER, sort=("rank",)),
        Column("day", "Day", Kind.DATE),
        Column("at", "At", Kind.MOMENT),
        Column("amount", "Amount", Kind.AMOUNT, export=lambda row: row.amount),
        Column("secret", "Only on screen", value="name", in_export=False),
        Column("extra", "Only in the file", value=lambda row: row.rank > 1, on_screen=False),
    ),
    default_sort="name",
    page_size=2,
    search=lambda rows, text: rows.filter(name__contains=text),
)

HOSTILE = [
    "=1+1",
    "+47 99",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "semi;colon",
    'quo"te',
    "line\nbreak",
    "Ærlig",
]


@pytest.fixture
def rows(samples: None) -> None:
    moment = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    Sample.objects.bulk_create(
        Sample(name=name, rank=at, day=date(2026, 7, 1), at=moment, amount=Decimal(f"-{at}234.50"))
        for at, name in enumerate(HOSTILE)
    )


def exported(kind: str, **query: str) -> Any:
    request = make_request("/fjord/", export=kind, **query)
    return answer_table(request, "x.html", TABLE.bind(request, Sample.objects.all()))


def test_csv_holds_all_rows_in_the_order_of_the_screen(rows: None) -> None:
    response = exported("csv", sort="-rank")
    text = b"".join(response.streaming_content).decode()

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="bilag-pa-vei-fjord.csv"'
    assert text.startswith("\ufeffName;Rank;Day;At;Amount;Only in the file\r\n")
    lines = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert len(lines) == len(HOSTILE) + 1
    assert lines[1] == ["Ærlig", "10", "01.07.2026", "02.07.2026 00:05", "-10234,50", "True"]


def test_csv_runs_nothing(rows: None) -> None:
    text = b"".join(exported("csv").streaming_content).decode()
    names = [line[0] for line in csv.reader(io.StringIO(text[1:], newline=""), delimiter=";")][1:]
    assert set(names) == {f"'{name}" if name[0] in "=+-@\t\r＝" else name for name in HOSTILE}


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    assert not export.csv_text(text).startswith(export.FORMULA)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("-1234.50"), "-1234,50"), (-7, "-7"), (None, ""), (Decimal("1E+3"), "1000")],
)
def test_numbers_stay_numbers(value: object, text: str) -> None:
    assert export.csv_text(value) == text


def test_xlsx_holds_typed_cells(rows: None) -> None:
    response = exported("xlsx", sort="rank")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    lines = list(book.active.iter_rows())

    assert [cell.value for cell in lines[0]] == [
        "Name",
        "Rank",
        "Day",
        "At",
        "Amount",
        "Only in the file",
    ]
    values = [cell.value for cell in lines[1]]
    assert [values[0], values[1], values[4], values[5]] == ["=1+1", 0, -234.5, False]
    assert [str(values[2]), str(values[3])] == ["2026-07-01 00:00:00", "2026-07-02 00:05:00"]
    assert {line[0].data_type for line in lines[1:]} == {"s"}
    assert lines[1][4].number_format == "#,##0.00"
    assert len(lines) == len(HOSTILE) + 1


def test_a_long_list_goes_on_on_the_next_sheet(rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 4)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exported("xlsx").streaming_content)))
    assert [sheet.max_row for sheet in book.worksheets] == [5, 5, 4]


def test_the_file_has_what_is_found_and_nothing_else(rows: None) -> None:
    text = b"".join(exported("csv", q="line").streaming_content).decode()
    assert text.count("\r\n") == 2


def test_rows_come_from_a_cursor_of_the_database(rows: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        b"".join(exported("csv").streaming_content)
    assert len(queries) <= 1
    assert all("OFFSET" not in query["sql"] for query in queries)


def test_an_empty_list_is_a_file_with_heads(samples: None) -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exported("xlsx").streaming_content)))
    assert book.active.max_row == 1
