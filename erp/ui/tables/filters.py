"""Filters of a list: each is a chip with its value in the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.dates import format_date, parse_date
from erp.ui.requests import Label
from erp.ui.tables.state import State

Choices = Sequence[tuple[str, Label]]


@dataclass(frozen=True)
class FilterOption:
    """A line in a chip's menu."""

    label: Label
    url: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """A filter as the page shows it; `text` is what it is set to, empty when it is not."""

    name: str
    label: Label
    text: Label
    clear_url: str
    options: tuple[FilterOption, ...] = ()
    fields: tuple[tuple[str, Label, str, str], ...] = ()  # name, label, value, error
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChoiceFilter:
    """One of a few choices; `narrow` gets the queryset and the chosen value. Anything else is ignored.

    A choice without a value is what the list shows when nothing is chosen, so it is none here.
    """

    name: str
    label: Label
    choices: Choices | Callable[[HttpRequest], Choices]
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]

    def apply(self, request: HttpRequest, state: State, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset without what the filter leaves out."""
        value = state.get(self.name)
        return self.narrow(queryset, value) if value in dict(self._choices(request)) else queryset

    def chip(self, request: HttpRequest, state: State) -> Chip:
        """Return the chip with its menu."""
        value = state.get(self.name)
        choices = self._choices(request)
        options = tuple(
            FilterOption(text, state.url(**{self.name: key}), key == value) for key, text in choices
        )
        return Chip(
            self.name,
            self.label,
            dict(choices).get(value, ""),
            state.url(**{self.name: None}),
            options,
        )

    def _choices(self, request: HttpRequest) -> Choices:
        choices = self.choices(request) if callable(self.choices) else self.choices
        return [(key, text) for key, text in choices if key]


@dataclass(frozen=True)
class DateRangeFilter:
    """From and to a date, both inclusive and each of them optional, written as people write dates."""

    name: str
    label: Label
    field: str

    def apply(self, request: HttpRequest, state: State, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset without what the filter leaves out."""
        first, last = (day for _name, _text, day in self._ends(state))
        if first:
            queryset = queryset.filter(**{f"{self.field}__gte": first})
        return queryset.filter(**{f"{self.field}__lte": last}) if last else queryset

    def chip(self, request: HttpRequest, state: State) -> Chip:
        """Return the chip with its two fields."""
        ends = self._ends(state)
        days = [format_date(day) if day else "" for _name, _text, day in ends]
        fields = tuple(
            (
                state.name(name),
                label,
                format_date(day) if day else text,
                _("This is not a date.") if text and not day else "",
            )
            for (name, text, day), label in zip(ends, (_("From"), _("To")), strict=True)
        )
        names = [name for name, _text, _day in ends]
        return Chip(
            self.name,
            self.label,
            "–".join(days) if any(days) else "",
            state.url(**dict.fromkeys(names)),
            fields=fields,
            hidden=tuple(state.hidden(*names)),
        )

    def _ends(self, state: State) -> list[tuple[str, str, date | None]]:
        texts = [(name, state.get(name)) for name in (f"{self.name}_from", f"{self.name}_to")]
        return [(name, text, day_of(text)) for name, text in texts]


Filter = ChoiceFilter | DateRangeFilter


def day_of(text: str) -> date | None:
    """Return the date that somebody wrote, or None."""
    try:
        return parse_date(text, today=timezone.localdate()) if text else None
    except ValueError:
        return None
