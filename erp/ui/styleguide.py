"""The living style guide: every component in all its states, on real forms and a real list."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from erp.ui.forms import (
    AmountField,
    Combobox,
    DateField,
    OrgnrField,
    PasswordInput,
    set_today,
)
from erp.ui.options import Option, answer_options, query_of
from erp.ui.pages import fragment, go_to, page, toast
from erp.ui.permissions import PUBLIC, declares
from erp.ui.tables import ChoiceFilter, Column, Kind, Table, answer_table

ACCOUNTS = {
    "1920": "Bank deposits",
    "2400": "Trade payables",
    "4300": "Goods for resale",
    "4360": "Freight on goods",
    "4390": "Change in stock of goods",
    "6300": "Rent of premises",
    "6540": "Tools and fixtures",
    "6800": "Office supplies",
    "7140": "Travel",
    "7500": "Insurance premiums",
}
VAT_CODES = [("1", "1 · 25 %"), ("11", "11 · 15 %"), ("13", "13 · 12 %")]
DELIVERY = [("ehf", "EHF"), ("email", _("E-mail")), ("pdf", "PDF")]
SWATCHES = {
    _("Surfaces"): "canvas surface raised overlay sunken selected",
    _("Text, lines and accent"): "text text-2 text-3 line line-control accent accent-soft",
    _(
        "Status"
    ): "pos pos-soft pos-solid warn warn-soft warn-solid neg neg-soft neg-solid note note-soft",
    _("Data series"): "data-1 data-2 data-3 data-4 data-5 data-6",
}


class GuideForm(forms.Form):
    """One field of each kind; what is refused comes back with its errors."""

    text = forms.CharField(label=_("Text"), help_text=_("Stands on the invoice"))
    amount = AmountField(label=_("Amount"), unit="kr", initial=Decimal("48000"))
    day = DateField(label=_("Date"), initial=date(2026, 11, 23))
    account = forms.CharField(
        label=_("Account"), widget=Combobox(url=reverse_lazy("styleguide_options"))
    )
    vat_code = forms.ChoiceField(label=_("VAT code"), choices=VAT_CODES)
    orgnr = OrgnrField(label=_("Organisation number"), required=False)
    password = forms.CharField(
        label=_("Password"), required=False, widget=PasswordInput("new-password")
    )
    delivery = forms.ChoiceField(
        label=_("Delivery"), choices=DELIVERY, widget=forms.RadioSelect, initial="ehf"
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    copy = forms.BooleanField(label=_("Send me a copy"), required=False)
    locked = forms.CharField(
        label=_("Locked"), initial="2026-004418", disabled=True, required=False
    )


class CodeForm(forms.Form):
    """The field of the second step of sign-in."""

    code = forms.CharField(label=_("One-time code"))


def with_amounts() -> QuerySet[Any]:
    """Return rows that every installation has, with an amount made of their ids."""
    amount = ExpressionWrapper(F("id") * Value(Decimal("1234.25")), output_field=DecimalField())
    return Permission.objects.select_related("content_type").annotate(amount=amount)


def apps_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the choices of the filter."""
    labels = Permission.objects.order_by("content_type__app_label").values_list(
        "content_type__app_label", flat=True
    )
    return [(label, label) for label in labels.distinct()]


LIST = Table(
    name="guide-list",
    caption=_("Example list"),
    columns=(
        Column("id", _("Number"), Kind.CODE, sort=("id",)),
        Column("name", _("Name"), sort=("name",)),
        Column("app", _("Area"), value="content_type.app_label", sort=("content_type__app_label",)),
        Column("codename", _("Code"), sort=("codename",), template="ui/guide/_badge_cell.html"),
        Column("amount", _("Amount"), Kind.AMOUNT, sort=("amount",), total="amount"),
    ),
    default_sort="id",
    filters=(
        ChoiceFilter(
            "app", _("Area"), apps_of, lambda rows, app: rows.filter(content_type__app_label=app)
        ),
    ),
    search=lambda rows, text: rows.filter(name__icontains=text),
    url=lambda row: f"#row-{row.pk}",
    bulk_template="ui/guide/_bulk.html",
    page_size=10,
    tall=False,
)


@dataclass(frozen=True)
class Change:
    """A line of the history example."""

    label: str
    before: str
    after: str


def events() -> list[dict[str, Any]]:
    """Return the history example."""
    now = timezone.now()
    changes = [Change("due date", "16.11.2026", "30.11.2026")]
    return [
        {
            "what": _("Changed"),
            "who": "Marte Lien",
            "at": now,
            "reason": "The supplier called",
            "changes": changes,
        },
        {"what": _("Created"), "who": "Ingrid Solheim", "at": now, "icon": "plus", "kind": "pos"},
    ]


def icon_names() -> list[str]:
    """Return the names of the symbols in icons.svg."""
    path = finders.find("ui/icons.svg")
    assert isinstance(path, str)
    return re.findall(r'<symbol id="i-([a-z0-9-]+)"', Path(path).read_text())


@declares(PUBLIC)
@require_http_methods(["GET", "POST"])
def styleguide(request: HttpRequest) -> HttpResponseBase:
    """Show all components; the form answers 422 with its errors, or goes on with a toast."""
    form = GuideForm(request.POST or None)
    set_today(form, timezone.localdate())
    if form.is_valid():
        toast(request, _("The form was right"), detail=_("That is all it does."))
        return go_to(request, "styleguide")
    context = guide_context() | {"form": form}
    if request.method == "POST":
        return page(
            request, "ui/styleguide.html", partial="guide-form", context=context, status=422
        )
    table = LIST.bind(request, with_amounts())
    return answer_table(request, "ui/styleguide.html", table, context=context)


def guide_context() -> dict[str, Any]:
    """Return what the examples are made of."""
    refused = GuideForm({"no-amount": "1,2,3", "no-day": "31.02.2026"}, prefix="no")
    posted = Message(messages.SUCCESS, "Voucher 1214 is posted\nThe difference is 0,00")
    failed = Message(messages.ERROR, "It could not be saved\nNo contact with the server")
    return {
        "refused": refused,
        "code_form": CodeForm(),
        "swatches": {title: names.split() for title, names in SWATCHES.items()},
        "icons": icon_names(),
        "events": events(),
        "toasts": [posted, failed],
        "tabs": [
            {"label": _("Overview"), "url": "#navigation", "current": True},
            {"label": _("Orders"), "url": "#navigation", "count": 3},
            {"label": _("Files"), "url": "#navigation"},
        ],
        "steps": [_("Order"), _("Invoice"), _("Sent"), _("Paid")],
        "debit": Decimal("65730"),
        "credit": Decimal("62250"),
        "difference": Decimal("3480"),
        "zero": Decimal(0),
        "bytes": 684_000,
        "today": timezone.localdate(),
    }


@declares(PUBLIC)
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """Answer the combobox of the example."""
    text = query_of(request).casefold()
    found = [
        (number, name) for number, name in ACCOUNTS.items() if text in f"{number} {name}".casefold()
    ]
    return answer_options(
        request, (Option(number, f"{number} {name}", name, number) for number, name in found)
    )


@declares(PUBLIC)
@require_GET
def drawer(request: HttpRequest) -> HttpResponse:
    """Answer the drawer of the example."""
    return fragment(request, "ui/guide/_drawer.html")
