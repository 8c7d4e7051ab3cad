"""The selections that are asked for most, each one click or key away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounting.reports.form import SelectionForm


@dataclass(frozen=True)
class Preset:
    """A link to a selection; `current` when it is what the report shows."""

    label: str
    url: str
    current: bool


def presets_of(form: SelectionForm, path: str, today: date, keep: dict[str, Any]) -> list[Preset]:
    """Return links to this month, the year so far, the whole year and the year before.

    `keep` is what stays as it is: the account and the dimensions.
    """
    years = {year.year: year for year in form.years}
    now = next((year for year in form.years if year.start <= today <= year.end), None)
    if now is None:
        return []
    month = (today.year - now.start.year) * 12 + today.month - now.start.month + 1
    wanted = [
        (_("This month"), now.year, month, month),
        (_("So far this year"), now.year, 1, month),
        (_("The whole of %(year)s") % {"year": now.year}, now.year, 1, 12),
        (_("The whole of %(year)s") % {"year": now.year - 1}, now.year - 1, 1, 12),
    ]
    data = getattr(form, "cleaned_data", {})
    chosen = (data.get("year"), data.get("first"), data.get("last"))
    return [
        Preset(
            label,
            f"{path}?{urlencode(keep | {'year': year, 'first': first, 'last': last})}",
            (year, first, last) == chosen,
        )
        for label, year, first, last in wanted
        if year in years
    ]
