"""Charts of accounts as files: CSV and XLSX, good and hostile, made here and nowhere kept."""

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

HEADINGS = "Kontonummer;Navn;SAF-T-grupperingskategori;SAF-T-grupperingskode;Mva-kode;Reskontro"

# A new account, one renamed, one with a new VAT code, one as it was.
OWN_CHART = f"""{HEADINGS}
1921;Bank, sparing;balanseverdiForOmloepsmiddel;1920;;
1920;Hovedbank;;;;
6800;Kontorrekvisita;;;0;
1900;Kasse;balanseverdiForOmloepsmiddel;1900;;
"""

# Every row is wrong, each in its own way; the last number stands twice.
WRONG_CHART = f"""{HEADINGS}
12;For kort;;;;
1922;;;;;
1923;Ukjent kode;;;99;
1924;Feil kategori;egenkapital;1920;;
1925;Ukjent reskontro;;;;Naboer
1500;Kundefordringer;;;3;
1926;En;balanseverdiForOmloepsmiddel;1920;;
1926;To;balanseverdiForOmloepsmiddel;1920;;
"""


def workbook(rows: Sequence[Sequence[object]], formulas: bool = False) -> bytes:
    """Return a workbook of one sheet; with `formulas` text that begins with = is one."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": formulas, "in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.close()
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an archive with one part more, or another one in its place."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return file.getvalue()


def zip_bomb() -> bytes:
    """Return a workbook of some kilobytes that unpacks to 60 megabytes."""
    good = workbook([["Konto", "Navn"], ["1921", "Bank"]])
    return with_part(good, "xl/media/image1.xml", b" " * 60_000_000)


def entity_bomb() -> bytes:
    """Return a workbook whose sheet declares entities that multiply."""
    good = workbook([["Konto", "Navn"], ["1921", "Bank"]])
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    return with_part(good, "xl/worksheets/sheet1.xml", bomb)
