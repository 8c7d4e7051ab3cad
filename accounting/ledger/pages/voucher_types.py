"""Pages of voucher types (bilagsarter): the list with the series, one type, a new one."""

from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounting.ledger.actions import create_voucher_type, update_voucher_type
from accounting.ledger.actions.voucher_types import is_own
from accounting.ledger.models import Area, VoucherType
from accounting.ledger.pages.tabs import chart_tabs
from accounting.ledger.queries.voucher_types import last_numbers, type_rows, years_shown
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page

FIELDS = ("code", "name", "area", "is_active")


class VoucherTypeForm(forms.Form):
    """Code, name and area of a voucher type; the product's own keep their area and stay in use."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=5,
        help_text=gettext_lazy("Stands before the number: 6-12/2026."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=Area.choices,
        widget=forms.Select(attrs={"class": "select"}),
        help_text=gettext_lazy("Which of the period's locks stop it, beside the one for all."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, data: QueryDict | None, *, voucher_type: VoucherType | None) -> None:
        initial: dict[str, Any] = {"area": Area.GENERAL, "is_active": True}
        if voucher_type:
            initial = {name: getattr(voucher_type, name) for name in FIELDS}
        super().__init__(data, initial=initial)
        if voucher_type is None:
            del self.fields["is_active"]
        elif not is_own(voucher_type):
            self.fields["area"].disabled = self.fields["is_active"].disabled = True


@require_safe
@requires("ledger.view")
def voucher_types(request: CompanyRequest) -> HttpResponse:
    """All voucher types (bilagsarter) with the last number of each series."""
    years = years_shown(request.company)
    context = {
        "years": years,
        "rows": type_rows(request.company, years),
        "tabs": chart_tabs(request, "voucher_types"),
        "may_edit": "chart.edit" in request.permissions,
    }
    return page(request, "accounting/voucher_types.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("chart.edit")
def voucher_type_new(request: CompanyRequest) -> HttpResponse:
    """Make a voucher type of one's own."""
    form = VoucherTypeForm(request.POST or None, voucher_type=None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_voucher_type(
                company=request.company, by=request.user, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("voucher_types", args=[request.company.slug])
            return go_to(request, url, _("%(name)s is made.") % {"name": made})
    return voucher_type_page(request, form, None)


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def voucher_type(request: CompanyRequest, type_id: int) -> HttpResponse:
    """A voucher type (bilagsart) with its series, and its change by those who may edit the chart."""
    known = get_object_or_404(VoucherType.objects.for_company(request.company), pk=type_id)
    posted = request.POST if request.method == "POST" else None
    form = VoucherTypeForm(posted, voucher_type=known)
    if posted is not None and form.is_valid():
        try:
            update_voucher_type(
                company=request.company,
                by=request.user,
                voucher_type=known,
                **form.cleaned_data,
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request, reverse("voucher_types", args=[request.company.slug]), _("Saved.")
            )
    return voucher_type_page(request, form, known)


def voucher_type_page(
    request: CompanyRequest, form: VoucherTypeForm, known: VoucherType | None
) -> HttpResponse:
    """Answer with the form of a voucher type."""
    context = {
        "form": form,
        "voucher_type": known,
        "numbers": last_numbers(request.company, known) if known else [],
        "may_edit": "chart.edit" in request.permissions,
    }
    status = 422 if form.errors else 200
    return page(
        request, "accounting/voucher_type.html", "type-form", context=context, status=status
    )
