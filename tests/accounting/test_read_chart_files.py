"""Reading charts: what spreadsheets write is understood, and what is hostile or no table is refused in words."""

import pytest

from accounting.ledger.chart_files import reading
from accounting.ledger.chart_files.columns import guess_columns, split_headings
from accounting.ledger.chart_files.reading import ChartFileRefused, read_table
from tests.accounting.charts import entity_bomb, with_part, workbook, zip_bomb


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content)]


EXPECTED = [("Konto", "Navn"), ("1921", "Bank, øre; «sparing»")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_is_read_in_every_usual_spelling(encoding: str, separator: str, newline: str) -> None:
    lines = [f"Konto{separator}Navn", f'1921{separator}"Bank, øre; «sparing»"']
    assert cells(newline.join(lines).encode(encoding)) == EXPECTED


def test_excels_own_line_about_the_separator_is_understood() -> None:
    table = read_table(b"sep=,\r\nKonto,Navn\r\n1921,Bank\r\n")
    assert [(row.number, row.cells) for row in table] == [
        (2, ("Konto", "Navn")),
        (3, ("1921", "Bank")),
    ]


def test_empty_rows_are_passed_over_but_counted() -> None:
    table = read_table(b"Konto;Navn\n;\n\n1921;Bank\n;;\n")
    assert [row.number for row in table] == [1, 4]


def test_a_workbook_is_read_as_it_was_saved() -> None:
    content = workbook([["Konto", "Navn", "Aktiv"], [1921, "Bank", True], [1922.0, "-Kasse", None]])
    assert cells(content) == [
        ("Konto", "Navn", "Aktiv"),
        ("1921", "Bank", "1"),
        ("1922", "-Kasse"),
    ]


def test_a_formula_is_not_worked_out() -> None:
    content = workbook([["Konto", "Navn"], ["1921", '=HYPERLINK("http://x","y")']], formulas=True)
    assert cells(content)[1] in [("1921", "0"), ("1921",)]  # What was saved with it, no more.


def test_what_an_export_made_harmless_is_itself_again() -> None:
    assert cells(b"Konto;Navn\n1921;'=1+1\n1922;'-Kasse\n1923;'n Roll\n")[1:] == [
        ("1921", "=1+1"),
        ("1922", "-Kasse"),
        ("1923", "'n Roll"),
    ]


HOSTILE = {
    "empty": b"",
    "blank": b" \n\n ",
    "only separators": b";;\n;;\n",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "image": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "html": b"<html><table><tr><td>1921</td></tr></table></html>",
    "broken letters": b"\xff\xfeK\x00o\xd8",
    "no letters at all": bytes(range(128, 256)) * 3 + b"\x81\x8d",
    "archive": b"PK\x03\x04" + b"\x00" * 60,
    "zip bomb": zip_bomb(),
    "entities": entity_bomb(),
    "damaged workbook": workbook([["Konto"], ["1"]])[:-200],
    "sheet that is no XML": with_part(workbook([["a"]]), "xl/worksheets/sheet1.xml", b"<no"),
    "no sheet": with_part(
        workbook([["a"]]), "xl/workbook.xml", b'<?xml version="1.0"?><workbook/>'
    ),
    "too many columns": b";".join([b"x"] * 61),
    "too many rows": b"1;a\n" * 20_001,
    "too large": b"1;a\n" + b"x" * reading.MOST_BYTES,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_chart_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ChartFileRefused) as refused:
        read_table(content)
    assert [problem.field for problem in refused.value.problems] == ["file"]


def test_a_workbook_that_says_it_is_small_is_not_believed() -> None:
    content = workbook([["Konto", "Navn"]] + [["1921", "x"]] * 3)
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:B1"/><sheetData><row r="900000"><c r="A900000"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(ChartFileRefused):
        read_table(with_part(content, "xl/worksheets/sheet1.xml", sheet))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("Kontonr.", "Kontonavn", "MVA-kode"), {"number": 0, "name": 1, "vat_code": 2}),
        (("Account", "Description", "VAT"), {"number": 0, "name": 1, "vat_code": 2}),
        (("Navn", "KONTO", "Navn"), {"name": 0, "number": 1}),
        (
            ("AccountID", "GroupingCategory", "GroupingCode"),
            {"number": 0, "grouping_category": 1, "grouping_code": 2},
        ),
        (("Saldo", "Bilag"), {}),
    ],
)
def test_headings_are_known_in_both_languages(
    headings: tuple[str, ...], expected: dict[str, int]
) -> None:
    assert guess_columns(headings) == expected


def test_headings_may_stand_below_a_title() -> None:
    headings, below = split_headings(read_table(b"Kontoplan for Fjord\n\nKonto;Navn\n1921;Bank\n"))
    assert headings == ("Konto", "Navn")
    assert [row.cells for row in below] == [("1921", "Bank")]
