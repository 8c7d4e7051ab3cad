"""Importing a chart of accounts: choose a file, look at what it would do, import all of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounting.ledger.actions import import_chart, keep_chart_file
from accounting.ledger.chart_files.columns import FIELDS
from accounting.ledger.chart_files.plan import CHANGED, FAULTY, NEW, SAME, Plan
from accounting.ledger.queries.chart_files import chart_file_of, plan_of
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.files.models import StoredFile
from erp.files.queries import read_file
from erp.ui import go_to, page
from erp.ui.requests import Label

PREFIX = "col_"
SHOWN = 500  # Faulty rows are shown all; of the others the first.
VIEWS = (
    (FAULTY, gettext_lazy("Errors")),
    (NEW, gettext_lazy("New rows")),
    (CHANGED, gettext_lazy("Changed rows")),
    (SAME, gettext_lazy("Unchanged rows")),
)
REST = "rest"


class ChartUploadForm(forms.Form):
    """A file with a chart."""

    file = forms.FileField(
        label=gettext_lazy("File with the chart"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV (semicolon, comma or tab) or Excel (XLSX), at most 5 MB."),
    )


class ColumnsForm(forms.Form):
    """Which column of the file is which fact; all in the address."""

    def __init__(self, plan: Plan) -> None:
        super().__init__({f"{PREFIX}{name}": str(at) for name, at in plan.columns.items()})
        choices = [("", "–")] + [
            (str(at), heading or _("Column %(number)s") % {"number": at + 1})
            for at, heading in enumerate(plan.headings)
        ]
        for field in FIELDS:
            self.fields[f"{PREFIX}{field.name}"] = forms.ChoiceField(
                label=str(field.label),
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"class": "select"}),
            )


@dataclass(frozen=True)
class View:
    """One of the lists of the preview, as a tab."""

    key: str
    label: Label
    url: str
    count: int
    current: bool


@require_http_methods(["GET", "POST"])
@requires("chart.edit")
def chart_import(request: CompanyRequest) -> HttpResponse:
    """Choose the file (importere kontoplan); nothing is imported yet."""
    posted = request.method == "POST"
    form = ChartUploadForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = keep_chart_file(
                company=request.company, by=request.user, name=upload.name, content=upload
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request, reverse("chart_import_preview", args=[request.company.slug, kept.pk])
            )
    return page(
        request,
        "accounting/chart_import.html",
        context={"form": form, "fields": FIELDS},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("chart.edit")
def chart_import_preview(request: CompanyRequest, file_id: int) -> HttpResponse:
    """Show what importing a file would do (forhåndsvisning), and do it when it is confirmed."""
    try:
        kept = chart_file_of(request.company, file_id)
    except StoredFile.DoesNotExist as error:
        raise Http404 from error
    content = read_file(kept)
    if request.method == "GET":
        plan = plan_of(request.company, content, columns_of(request.GET))
        return preview_page(request, kept, plan)
    columns = columns_of(request.POST)
    try:
        done = import_chart(
            company=request.company,
            by=request.user,
            content=content,
            columns=columns,
            rest_others=bool(request.POST.get("rest_others")),
            expected=request.POST.get("expected", ""),
        )
    except BusinessError as error:
        plan = plan_of(request.company, content, columns)
        said = [problem.message for problem in error.problems if not problem.field]
        return preview_page(request, kept, plan, said=said, status=422)
    message = _("%(made)s accounts made, %(changed)s changed, %(rested)s taken out of use.")
    return go_to(request, reverse("chart", args=[request.company.slug]), message % vars(done))


def columns_of(data: QueryDict) -> dict[str, int] | None:
    """Return the columns that were chosen; None when nothing was, and the headings decide."""
    named = {name: data.get(name, "") for name in data if name.startswith(PREFIX)}
    if not named:
        return None
    return {
        name.removeprefix(PREFIX): int(text)
        for name, text in named.items()
        if text.isascii() and text.isdecimal() and len(text) < 4
    }


def preview_page(
    request: CompanyRequest,
    kept: StoredFile,
    plan: Plan,
    said: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the preview."""
    views = views_of(request, plan)
    current = next(view.key for view in views if view.current)
    rows: list[Any] = list(plan.rest) if current == REST else plan.of(current)
    context = {
        "file": kept,
        "plan": plan,
        "form": ColumnsForm(plan),
        "columns": [(f"{PREFIX}{name}", at) for name, at in plan.columns.items()],
        "choosing": bool(plan.problems or request.GET.get("choose")),
        "views": views,
        "current": current,
        "rows": rows if current == FAULTY else rows[:SHOWN],
        "more": 0 if current == FAULTY else max(0, len(rows) - SHOWN),
        "said": said or [problem.message for problem in plan.problems],
    }
    return page(
        request,
        "accounting/chart_import_preview.html",
        "chart-preview",
        context=context,
        status=status,
    )


def views_of(request: CompanyRequest, plan: Plan) -> list[View]:
    """Return the lists of the preview; the one that is asked for is open, else the first that holds anything."""
    counted: list[tuple[str, Label, int]] = [
        *((key, label, len(plan.of(key))) for key, label in VIEWS),
        (REST, _("Not in the file"), len(plan.rest)),
    ]
    asked = request.GET.get("show", "")
    first = next((key for key, _label, count in counted if count), SAME)
    current = asked if asked in [key for key, _label, _count in counted] else first
    columns = {f"{PREFIX}{name}": at for name, at in plan.columns.items()}
    return [
        View(
            key,
            label,
            f"{request.path}?{urlencode({**columns, 'show': key})}",
            count,
            key == current,
        )
        for key, label, count in counted
    ]
