"""Which column of a file is what: by its heading in Norwegian or English, or as the user chose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounting.ledger.chart_files.reading import Table
from erp.ui.requests import Label

# How many rows from the top may stand before the headings.
HEADINGS_WITHIN = 10


@dataclass(frozen=True)
class Field:
    """A fact of an account that a file may have, under any of these headings."""

    name: str
    label: Label
    headings: tuple[str, ...]


FIELDS = (
    Field(
        "number",
        _("Account number"),
        ("kontonummer", "kontonr", "konto", "nummer", "nr", "account", "accountno", "accountid"),
    ),
    Field(
        "name",
        _("Name"),
        ("navn", "kontonavn", "beskrivelse", "tekst", "accountname", "description", "nob"),
    ),
    Field(
        "grouping_category",
        _("SAF-T grouping category"),
        ("grupperingskategori", "saftkategori", "kategori", "groupingcategory", "category"),
    ),
    Field(
        "grouping_code",
        _("SAF-T grouping code"),
        ("grupperingskode", "saftkode", "naeringsspesifikasjon", "groupingcode", "saftcode"),
    ),
    Field(
        "vat_code",
        _("Default VAT code"),
        ("standardmvakode", "mvakode", "mva", "momskode", "vatcode", "vat", "taxcode"),
    ),
    Field("party_role", _("Sub-ledger"), ("reskontro", "reskontrotype", "subledger")),
    Field("is_vat_account", _("VAT account"), ("mvakonto", "ermvakonto")),
    Field("requires_vat_code", _("Requires a VAT code"), ("krevermvakode", "mvakodepaakrevd")),
    Field(
        "is_locked",
        _("Locked for posting by hand"),
        ("sperret", "laast", "laastformanuellbokfoering", "sperretformanuellbokfoering", "locked"),
    ),
    Field(
        "required_dimensions",
        _("Required dimensions"),
        ("paakrevdedimensjoner", "kreverdimensjoner", "kreverdimensjon", "requireddimensions"),
    ),
    Field(
        "default_dimensions",
        _("Default dimension values"),
        ("standarddimensjoner", "standardverdierfordimensjoner", "dimensjoner", "dimensions"),
    ),
    Field("is_active", _("In use"), ("ibruk", "aktiv", "active", "inuse")),
)
BY_NAME = {field.name: field for field in FIELDS}
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def plain(heading: str) -> str:
    """Return a heading without case, spaces and signs.

    >>> plain("SAF-T grupperingskode"), plain("Låst")
    ('saftgrupperingskode', 'laast')
    """
    return "".join(c for c in heading.casefold().translate(LETTERS) if c.isalnum())


def known_headings() -> dict[str, str]:
    """Return the field of each heading that is known; the labels of the list's own export are among them."""
    known = {heading: field.name for field in FIELDS for heading in field.headings}
    return known | {plain(str(field.label)): field.name for field in FIELDS}


def guess_columns(headings: tuple[str, ...]) -> dict[str, int]:
    """Return the column of each field that the headings name; the first of two with the same meaning."""
    known = known_headings()
    guessed: dict[str, int] = {}
    for at, heading in enumerate(headings):
        field = known.get(plain(heading)) or known.get(plain(heading).removeprefix("saft"))
        if field and field not in guessed:
            guessed[field] = at
    return guessed


def split_headings(table: Table) -> tuple[tuple[str, ...], Table]:
    """Part a table into its headings and the rows below them.

    The headings are the first of the top rows that names the account number's column, else the first row.
    """
    for at, row in enumerate(table[:HEADINGS_WITHIN]):
        if "number" in guess_columns(row.cells):
            return row.cells, table[at + 1 :]
    return table[0].cells, table[1:]


def valid_columns(columns: Mapping[str, int], width: int) -> dict[str, int]:
    """Return the columns that are there, of fields that are known."""
    return {name: at for name, at in columns.items() if name in BY_NAME and 0 <= at < width}
