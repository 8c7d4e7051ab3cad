"""Dates as Norwegians write them."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

WORDS = {
    "i dag": 0,
    "idag": 0,
    "today": 0,
    "i går": -1,
    "igår": -1,
    "yesterday": -1,
    "i morgen": 1,
    "imorgen": 1,
    "tomorrow": 1,
}
PARTED = re.compile(r"(\d{1,2})[./\-](\d{1,2})(?:[./\-](\d{2}|\d{4}))?\.?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})?")
STEP = re.compile(r"([+-])(\d{1,4})")


class DateError(ValueError):
    """A text that is not a date."""


def format_date(day: date) -> str:
    """Write a date as 23.11.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def parse_date(text: str, *, today: date, year: int | None = None) -> date:
    """Read a date: "23.11.2026", "23.11.26", "231126", "2026-11-23", "i dag", "+14"; and "23.11", "2311".

    A date without a year falls in `year` (that of the voucher's period), or in today's. "+14" is counted from
    today. Raises: DateError, with what to write instead.
    >>> parse_date("2311", today=date(2026, 1, 5), year=2025)
    datetime.date(2025, 11, 23)
    """
    bare = " ".join(text.strip().lower().replace("\N{MINUS SIGN}", "-").split())
    if bare in WORDS:
        return today + timedelta(days=WORDS[bare])
    if step := STEP.fullmatch(bare):
        return today + timedelta(days=int(step[1] + step[2]))
    try:
        if iso := ISO.fullmatch(bare):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts := PARTED.fullmatch(bare) or DIGITS.fullmatch(bare):
            return date(full_year(parts[3], year or today.year), int(parts[2]), int(parts[1]))
    except ValueError as error:
        raise DateError(
            _("%(text)s is not a date in the calendar.") % {"text": text.strip()}
        ) from error
    raise DateError(_("Write a date such as 23.11.2026."))


def full_year(text: str | None, default: int) -> int:
    """Return a year of four digits; two digits mean this century, none the default."""
    if not text:
        return default
    return int(text) if len(text) == 4 else 2000 + int(text)
