"""Form fields that read what Norwegians write: amounts, dates, organisation numbers, and a choice by search."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.dates import DateError, format_date, parse_date
from erp.identifiers import IdentifierError, normalise_orgnr
from erp.money import AmountError, format_amount, parse_amount
from erp.ui.requests import Label


class AmountInput(forms.TextInput):
    """A right-aligned amount, shown as 1 234,50; `unit` stands after it in the field."""

    template_name = "components/widgets/amount.html"

    def __init__(self, unit: str = "", attrs: dict[str, Any] | None = None) -> None:
        base = {
            "class": "input--money",
            "inputmode": "decimal",
            "autocomplete": "off",
            "data-money": True,
        }
        super().__init__(base | (attrs or {}))
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"unit": self.unit}


class DateInput(forms.TextInput):
    """A date as dd.mm.yyyy with a calendar button; `data-date` may name the field whose year is meant."""

    template_name = "components/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": _("dd.mm.yyyy"),
            "data-date": True,
        }
        super().__init__(base | (attrs or {}))


class PasswordInput(forms.PasswordInput):
    """A password with a button that shows it; `purpose` is current-password or new-password."""

    template_name = "components/widgets/password.html"

    def __init__(self, purpose: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": purpose, "spellcheck": "false"} | (attrs or {}))


class Combobox(forms.TextInput):
    """A text field that searches `url` as one types; typed text is as good as a chosen line."""

    template_name = "components/widgets/combobox.html"

    def __init__(
        self, url: Label = "", icon: str = "", attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(COMBO | (attrs or {}))
        self.url = url
        self.icon = icon

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-combo"] = str(self.url)
        return context | {"icon_name": self.icon}


COMBO = {
    "role": "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "autocomplete": "off",
}


class ModelCombobox(forms.Select):
    """A ModelChoiceField as a search field: shows the chosen row's name, sends its id. Loads one row at most."""

    template_name = "components/widgets/model_combobox.html"

    def __init__(
        self, url: Label = "", icon: str = "", attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(COMBO | (attrs or {}))
        self.url = url
        self.icon = icon

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        row = self._row_of(value)
        choices: Any = self.choices
        context["widget"]["attrs"]["data-combo"] = str(self.url)
        context["widget"]["value"] = row.pk if row else ""
        context["text"] = str(choices.field.label_from_instance(row)) if row else str(value or "")
        return context | {"icon_name": self.icon}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take the chosen id; without scripts, or without a choice, what was typed (which the field refuses)."""
        return data.get(name) or data.get(f"{name}_text")

    def use_required_attribute(self, initial: Any) -> bool:
        """The visible field may be filled without a choice, so the server says what is missing."""
        return False

    def _row_of(self, value: Any) -> Any:
        choices: Any = self.choices
        try:
            return choices.queryset.filter(pk=value).first() if value else None
        except (TypeError, ValueError):
            return None  # Typed text, where an id was wanted.


class AmountField(forms.Field):
    """An amount in any Norwegian spelling, or a sum such as =12500*1,25; the value is a Decimal in kroner."""

    widget = AmountInput

    def __init__(self, *, unit: str = "", minimum: Decimal | None = None, **options: Any) -> None:
        options.setdefault("widget", AmountInput(unit=unit))
        super().__init__(**options)
        self.minimum = minimum

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_amount(str(value))
        except AmountError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.minimum is not None and value < self.minimum:
            message = _("The amount must be at least %(minimum)s.")
            raise forms.ValidationError(
                message, "too_small", {"minimum": format_amount(self.minimum)}
            )

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, Decimal) else value


class DateField(forms.Field):
    """A date as people write it: 23.11.2026, 2311, 23.11, 231126, "i dag", +14.

    The form sets `today`, and `year` where a date without a year belongs to another than this (`set_today`).
    """

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.today: date | None = None
        self.year: int | None = None

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_date(str(value), today=self.today or timezone.localdate(), year=self.year)
        except DateError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class OrgnrField(forms.CharField):
    """An organisation number (organisasjonsnummer) of nine digits; spaces, NO and MVA around it are dropped."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        try:
            return normalise_orgnr(text) if text else ""
        except IdentifierError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


def date_fields(form: forms.BaseForm) -> Iterator[DateField]:
    """Return a form's date fields."""
    return (field for field in form.fields.values() if isinstance(field, DateField))


def set_today(form: forms.BaseForm, today: date, year: int | None = None) -> None:
    """Tell a form's date fields what today is, and which year a date without one belongs to."""
    for field in date_fields(form):
        field.today = today
        field.year = year
