"""Pages of fiscal years (regnskapsår): periods and VAT terms with their locks, and opening the next year."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounting.ledger.actions import (
    lock_period,
    open_next_year,
    open_period,
    open_previous_year,
    set_vat_lock_of_day,
)
from accounting.ledger.models import Area, FiscalYear, Period
from accounting.ledger.pages.no_year import answer_without_year
from accounting.ledger.queries.years import term_of_company, year_of_day, year_page
from accounting.vat.models import VatTerm
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page, toast
from erp.ui.pages import wants_fragment

TEMPLATE = "accounting/periods.html"


class PeriodLockForm(forms.Form):
    """Which lock of a period, and whether it shall be set."""

    area = forms.ChoiceField(choices=Area.choices)
    locked = forms.BooleanField(required=False)


class TermLockForm(forms.Form):
    """A day of the VAT term, the fiscal year that is looked at, and whether the term shall be locked."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])
    year = forms.IntegerField(min_value=1, max_value=9999)
    locked = forms.BooleanField(required=False)


@require_safe
@requires("ledger.view")
def periods(request: CompanyRequest) -> HttpResponse:
    """The fiscal year of today, or the latest one."""
    year = year_of_day(request.company, timezone.localdate())
    if year is None:
        return answer_without_year(request)
    return answer_year(request, year.year)


@require_safe
@requires("ledger.view")
def periods_of_year(request: CompanyRequest, year: int) -> HttpResponse:
    """A fiscal year (regnskapsår) with the locks (lås) of its periods and VAT terms."""
    return answer_year(request, year)


@require_safe
@requires("ledger.view")
def vat_term(request: CompanyRequest, term_id: int) -> HttpResponse:
    """A VAT term (termin): its days, its lock, its history."""
    with_marks = "history.view" in request.permissions
    try:
        row = term_of_company(request.company, term_id, with_marks=with_marks)
    except VatTerm.DoesNotExist as error:
        raise Http404 from error
    return page(request, "accounting/vat_term.html", context={"row": row})


def answer_year(request: CompanyRequest, year: int, status: int = 200) -> HttpResponse:
    """Answer with the page of a year, or with its locks alone."""
    try:
        shown = year_page(request.company, year, with_marks="history.view" in request.permissions)
    except FiscalYear.DoesNotExist as error:
        raise Http404 from error
    context = {
        "shown": shown,
        "today": timezone.localdate(),
        "may_lock": "period.lock" in request.permissions,
    }
    return page(request, TEMPLATE, "locks", context=context, status=status)


def after_change(request: CompanyRequest, year: int, status: int = 200) -> HttpResponse:
    """Answer a change of a lock: with the locks for htmx, else by going to the year."""
    if wants_fragment(request):
        return answer_year(request, year, status)
    return go_to(request, reverse("periods_of_year", args=[request.company.slug, year]))


@require_POST
@requires("period.lock")
def period_lock(request: CompanyRequest, period_id: int) -> HttpResponse:
    """Lock a period (låse perioden) for all, sales or purchases, or open it again."""
    periods = Period.objects.for_company(request.company).select_related("fiscal_year")
    period = get_object_or_404(periods, pk=period_id)
    form = PeriodLockForm(request.POST)
    if not form.is_valid():
        toast(request, _("Choose an area."), level="error")
        return after_change(request, period.fiscal_year.year, status=422)
    act = lock_period if form.cleaned_data["locked"] else open_period
    act(company=request.company, by=request.user, period=period, area=form.cleaned_data["area"])
    return after_change(request, period.fiscal_year.year)


@require_POST
@requires("period.lock")
def vat_term_lock(request: CompanyRequest) -> HttpResponse:
    """Lock the VAT term of a day (låse terminen), or open it again."""
    form = TermLockForm(request.POST)
    if not form.is_valid():
        toast(request, _("This is not a date."), level="error")
        return after_change(request, this_year(request), status=422)
    status = 200
    try:
        set_vat_lock_of_day(
            company=request.company,
            by=request.user,
            day=form.cleaned_data["day"],
            locked=form.cleaned_data["locked"],
        )
    except BusinessError as error:
        toast(request, error.problems[0].message, level="error")
        status = 422
    return after_change(request, form.cleaned_data["year"], status)


@require_POST
@requires("period.lock")
def year_open(request: CompanyRequest, year: int) -> HttpResponse:
    """Open the fiscal year after this one (åpne neste regnskapsår)."""
    return answer_opening(
        request,
        lambda: open_next_year(
            company=request.company, by=request.user, after=year, today=timezone.localdate()
        ),
    )


@require_POST
@requires("period.lock")
def previous_year_open(request: CompanyRequest, year: int) -> HttpResponse:
    """Open the fiscal year before this one (åpne forrige regnskapsår)."""
    return answer_opening(
        request, lambda: open_previous_year(company=request.company, by=request.user, before=year)
    )


def answer_opening(request: CompanyRequest, opening: Callable[[], FiscalYear]) -> HttpResponse:
    """Open a year and go there, or say why it stays closed."""
    try:
        opened = opening()
    except BusinessError as error:
        toast(request, error.problems[0].message, level="error")
        url = reverse("periods", args=[request.company.slug])
        return go_to(request, url)
    url = reverse("periods_of_year", args=[request.company.slug, opened.year])
    return go_to(request, url, _("Fiscal year %(year)s is open.") % {"year": opened})


def this_year(request: CompanyRequest, today: date | None = None) -> int:
    """Return the name of the fiscal year of today."""
    year = year_of_day(request.company, today or timezone.localdate())
    return year.year if year else 0
