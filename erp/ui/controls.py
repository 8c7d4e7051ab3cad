"""The classes and attributes that a form control has in the design, whatever widget draws it."""

from typing import Any

from django import forms
from django.forms import BoundField

from erp.ui.forms import ModelCombobox

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "textarea"),
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (ModelCombobox, "input"),
    (forms.Select, "select"),
    (forms.CheckboxInput, ""),
    (forms.FileInput, ""),
    (forms.HiddenInput, ""),
)


def control_attrs(field: BoundField, css: str, attrs: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes for a control: the class of its kind, then what the template adds."""
    widget = field.field.widget
    kind = next((name for base, name in CLASSES if isinstance(widget, base)), "input")
    classes = " ".join(filter(None, [kind, widget.attrs.get("class", ""), css]))
    if described := described_by(field):
        attrs = {"aria_describedby": described, **attrs}
    named = {
        name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "")
    }
    return ({"class": classes} if classes else {}) | named


def described_by(field: BoundField) -> str:
    """Return the id of the one text below a control: its error, else its hint."""
    if field.errors:
        return f"{field.auto_id}_error"
    return f"{field.auto_id}_helptext" if field.help_text else ""


def kind_of(field: BoundField) -> str:
    """Return how a field is laid out: hidden, check, choices or control (label above, control below)."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "hidden" if widget.is_hidden else "control"
