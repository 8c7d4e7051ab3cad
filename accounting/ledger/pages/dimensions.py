"""Pages of dimensions (dimensjoner): the list, one with its values, one value."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounting.ledger.actions import (
    create_dimension,
    create_value,
    update_dimension,
    update_value,
)
from accounting.ledger.models import Dimension, DimensionValue
from accounting.ledger.pages.dimension_forms import DimensionForm, NewDimensionForm, ValueForm
from accounting.ledger.queries.dimensions import dimensions_of, values_matching, values_of
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page
from erp.ui.tables import ChoiceFilter, Column, Kind, Table, answer_table

STATES = (("active", gettext_lazy("In use")), ("inactive", gettext_lazy("Not in use")))


def narrow_to_state(values: QuerySet[DimensionValue], state: str) -> QuerySet[DimensionValue]:
    """Return the values in or out of use."""
    return values.filter(is_active=state == "active")


VALUES = Table(
    name="values",
    caption=gettext_lazy("Values"),
    columns=(
        Column("code", gettext_lazy("Code"), Kind.CODE, sort=("code",)),
        Column("name", gettext_lazy("Name"), sort=("name",), css="stack-full"),
        Column(
            "parent",
            gettext_lazy("Below"),
            value=lambda value: str(value.parent) if value.parent else "",
        ),
        Column(
            "is_active",
            gettext_lazy("In use"),
            template="accounting/dimension.html#in-use",
            export=lambda value: _("yes") if value.is_active else _("no"),
        ),
    ),
    default_sort="code",
    filters=(ChoiceFilter("state", gettext_lazy("State"), STATES, narrow_to_state),),
    search=values_matching,
    search_label=gettext_lazy("Code or name"),
    empty_title=gettext_lazy("No values yet"),
    empty_text=gettext_lazy("Make the first, and it can be chosen on vouchers."),
    empty_icon="tag",
)


@require_safe
@requires("ledger.view")
def dimensions(request: CompanyRequest) -> HttpResponse:
    """All dimensions (dimensjoner): department, project, and the company's free ones."""
    context = {
        "dimensions": dimensions_of(request.company),
        "may_edit": "dimension.edit" in request.permissions,
    }
    return page(request, "accounting/dimensions.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("dimension.edit")
def dimension_new(request: CompanyRequest) -> HttpResponse:
    """Make a free dimension."""
    form = NewDimensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_dimension(company=request.company, by=request.user, **form.cleaned_data)
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("dimension", args=[request.company.slug, made.pk])
            return go_to(request, url, _("%(name)s is made.") % {"name": made})
    context = {"form": form, "dimension": None}
    return dimension_form_page(request, context)


@require_safe
@requires("ledger.view")
def dimension(request: CompanyRequest, dimension_id: int) -> HttpResponseBase:
    """A dimension with its values."""
    known = get_object_or_404(dimensions_of(request.company), pk=dimension_id)
    slug = request.company.slug
    table = replace(VALUES, url=lambda value: reverse("dimension_value", args=[slug, value.pk]))
    context = {"dimension": known, "may_edit": "dimension.edit" in request.permissions}
    bound = table.bind(request, values_of(request.company, known))
    return answer_table(request, "accounting/dimension.html", bound, context=context)


@require_http_methods(["GET", "POST"])
@requires("dimension.edit")
def dimension_edit(request: CompanyRequest, dimension_id: int) -> HttpResponse:
    """Rename a dimension, or take a free one out of use."""
    known = get_object_or_404(Dimension.objects.for_company(request.company), pk=dimension_id)
    form = DimensionForm(request.POST or None, dimension=known)
    if request.method == "POST" and form.is_valid():
        try:
            update_dimension(
                company=request.company, by=request.user, dimension=known, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("dimension", args=[request.company.slug, known.pk])
            return go_to(request, url, _("Saved."))
    return dimension_form_page(request, {"form": form, "dimension": known})


def dimension_form_page(request: CompanyRequest, context: dict[str, Any]) -> HttpResponse:
    """Answer with the form of a dimension."""
    return page(
        request,
        "accounting/dimension_edit.html",
        "dimension-form",
        context=context,
        status=422 if context["form"].errors else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("dimension.edit")
def dimension_value_new(request: CompanyRequest, dimension_id: int) -> HttpResponse:
    """Make a department, a project or a value of a free dimension."""
    known = get_object_or_404(Dimension.objects.for_company(request.company), pk=dimension_id)
    form = value_form(request, known, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_value(
                company=request.company, by=request.user, dimension=known, facts=form.facts()
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("dimension", args=[request.company.slug, known.pk])
            return go_to(request, url, _("%(name)s is made.") % {"name": made})
    return value_page(request, form, known, None)


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def dimension_value(request: CompanyRequest, value_id: int) -> HttpResponse:
    """A value of a dimension, and its change by those who may change dimensions."""
    values = DimensionValue.objects.for_company(request.company)
    value = values.select_related("dimension", "parent").filter(pk=value_id).first()
    if value is None:
        raise Http404
    form = value_form(request, value.dimension, value)
    if request.method == "POST" and form.is_valid():
        try:
            update_value(company=request.company, by=request.user, value=value, facts=form.facts())
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("dimension", args=[request.company.slug, value.dimension_id])
            return go_to(request, url, _("Saved."))
    return value_page(request, form, value.dimension, value)


def value_form(
    request: CompanyRequest, dimension: Dimension, value: DimensionValue | None
) -> ValueForm:
    """Return the form of a value, or of a new one."""
    url = reverse("value_options", args=[request.company.slug])
    return ValueForm(
        request.POST if request.method == "POST" else None,
        company=request.company,
        dimension=dimension,
        value=value,
        url=f"{url}?dimension={dimension.pk}",
    )


def value_page(
    request: CompanyRequest, form: ValueForm, dimension: Dimension, value: DimensionValue | None
) -> HttpResponse:
    """Answer with the form of a value."""
    context = {
        "form": form,
        "dimension": dimension,
        "value": value,
        "may_edit": "dimension.edit" in request.permissions,
    }
    status = 422 if form.errors else 200
    return page(
        request, "accounting/dimension_value.html", "value-form", context=context, status=status
    )
