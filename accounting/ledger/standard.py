"""The product's own tables: the standard chart with its grouping codes, and the standard VAT codes.

Pure: files of the product, no database.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.errors import Problem

DATA = Path(__file__).resolve().parents[1] / "data"
CODE = re.compile(r"[0-9]+(\.[0-9]+)*")
LONGEST_CODE = 20

# GroupingCategory of SAF-T 1.30, without those of banks and insurers.
# Source: the tax authority's code list of næringsspesifikasjonen.
CATEGORIES: dict[str, Promise] = {
    "balanseverdiForAnleggsmiddel": gettext_lazy("Fixed assets"),
    "balanseverdiForOmloepsmiddel": gettext_lazy("Current assets"),
    "egenkapital": gettext_lazy("Equity"),
    "langsiktigGjeld": gettext_lazy("Long-term debt"),
    "kortsiktigGjeld": gettext_lazy("Current liabilities"),
    "salgsinntekt": gettext_lazy("Sales income"),
    "annenDriftsinntekt": gettext_lazy("Other operating income"),
    "varekostnad": gettext_lazy("Cost of goods"),
    "loennskostnad": gettext_lazy("Payroll costs"),
    "annenDriftskostnad": gettext_lazy("Other operating costs"),
    "finansinntekt": gettext_lazy("Financial income"),
    "finanskostnad": gettext_lazy("Financial costs"),
    "skattekostnad": gettext_lazy("Tax cost"),
    "resultatDisponeringForSAF-T": gettext_lazy("Disposal of the result"),
    "resultatkomponentForIFRSForetak": gettext_lazy("IFRS: other result"),
}


def read_data(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the product's own tables."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@dataclass(frozen=True)
class Grouping:
    """A grouping code (grupperingskode) that the standard chart uses, and the names of its accounts there."""

    category: str
    code: str
    names: tuple[str, ...]


@cache
def known_groupings() -> dict[str, Grouping]:
    """Return the standard chart's grouping codes, by code; no code stands in two categories."""
    known: dict[str, Grouping] = {}
    for row in read_data("standard_chart.csv"):
        code = row["grouping_code"]
        names = known[code].names if code in known else ()
        known[code] = Grouping(row["grouping_category"], code, (*names, row["name"]))
    return known


@cache
def standard_groupings() -> dict[str, tuple[str, str]]:
    """Return category and code of each account of the standard chart, by its number."""
    rows = read_data("standard_chart.csv")
    return {row["number"]: (row["grouping_category"], row["grouping_code"]) for row in rows}


def complete_grouping(category: str, code: str) -> tuple[str, str]:
    """Fill in the category of a known code that came alone.

    >>> complete_grouping("", "1500")
    ('balanseverdiForOmloepsmiddel', '1500')
    """
    known = known_groupings().get(code)
    return (known.category if known and not category else category), code


def grouping_problems(category: str, code: str) -> list[Problem]:
    """Return what is wrong with a grouping: both or neither, a known category, and a code of its form.

    A code that the standard chart does not use is taken as it stands; SAF-T's list has more of them.
    """
    if not category and not code:
        return []
    if not code:
        return [Problem(_("Give the grouping code too."), "grouping_code")]
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        return [Problem(_("A grouping code is digits, such as 1500."), "grouping_code")]
    if not category:
        return [Problem(_("Choose the category of the grouping code."), "grouping_category")]
    if category not in CATEGORIES:
        message = _("%(category)s is not a category of SAF-T.") % {"category": category}
        return [Problem(message, "grouping_category")]
    known = known_groupings().get(code)
    if known and known.category != category:
        message = _("Grouping code %(code)s belongs to the category %(category)s.")
        label = CATEGORIES[known.category]
        return [Problem(message % {"code": code, "category": label}, "grouping_category")]
    return []
