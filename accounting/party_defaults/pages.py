"""The panel of a party's card that says how its documents are coded (standardkontering)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounting.ledger.dimension_cells import cell_name, code_of
from accounting.ledger.models import Account, DimensionKind, DimensionValue
from accounting.ledger.queries.dimensions import free_dimensions_of, values_by_code
from accounting.ledger.queries.lookups import vat_codes_in_use
from accounting.ledger.queries.vat_choices import names_with_rates
from accounting.party_defaults.actions import (
    default_values_of,
    defaults_of,
    set_party_defaults,
    versioned_defaults,
)
from accounting.party_defaults.models import PartyDefaults
from accounting.vat.models import VatCode
from crm.models import Party
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.companies.models import Company
from erp.db.versions import VersionField, version_of
from erp.errors import BusinessError
from erp.ui.forms import Combobox
from erp.ui.pages import fragment, toast

DEPARTMENT, PROJECT = DimensionKind.DEPARTMENT, DimensionKind.PROJECT
LOOKED_UP = ("account", "department", "project", "value")


class RowField(forms.CharField):
    """A row by the code at the beginning of what was typed or chosen; the look-up shows a few, however many there are."""

    def __init__(self, rows: QuerySet[Any], by: str, url: str, **options: Any) -> None:
        super().__init__(required=False, max_length=250, widget=Combobox(url), **options)
        self.rows, self.by = rows, by

    def clean(self, value: Any) -> Any:
        """Return the row, or None. Raises: ValidationError."""
        code = code_of(super().clean(value))
        row = self.rows.filter(**{self.by: code}).first() if code else None
        if code and row is None:
            raise forms.ValidationError(_("%(code)s does not exist.") % {"code": code})
        return row


class VatCodeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A VAT code of a company by its code, today's rate and name, as where vouchers are typed."""

    def offer(self, company: Company) -> None:
        """Offer the codes that a company may choose, or none."""
        codes = vat_codes_in_use(company)
        names = names_with_rates(codes, timezone.localdate())
        own = VatCode.objects.for_company(company)
        self.queryset = own.filter(pk__in=[code.pk for code in codes])
        self.choices = [("", "–"), *((code.pk, names[code.code]) for code in codes)]


class DefaultsForm(forms.Form):
    """Account, department, project and each free dimension by look-up, VAT code by choice."""

    vat_code = VatCodeField(VatCode.objects.none(), label=gettext_lazy("VAT code"), required=False)
    version = VersionField()

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company, self.dimensions = company, free_dimensions_of(company)
        accounts = Account.objects.for_company(company).filter(is_active=True, party_role="")
        values = DimensionValue.objects.for_company(company).filter(is_active=True)
        url = {name: reverse(f"{name}_options", args=[company.slug]) for name in LOOKED_UP}
        self.fields["account"] = RowField(accounts, "number", url["account"], label=_("Account"))
        for kind, label in ((DEPARTMENT, _("Department")), (PROJECT, _("Project"))):
            own = values.filter(dimension__kind=kind)
            self.fields[kind.value] = RowField(own, "code", url[kind.value], label=label)
        for dimension in self.dimensions:
            self.fields[cell_name(dimension)] = forms.CharField(
                label=dimension.name,
                required=False,
                max_length=200,
                widget=Combobox(f"{url['value']}?dimension={dimension.pk}"),
            )
        vat_codes = self.fields["vat_code"]
        assert isinstance(vat_codes, VatCodeField)
        vat_codes.offer(company)
        self.order_fields(["account", "vat_code"])

    def clean(self) -> dict[str, Any]:
        """Find the values of free dimensions that were typed or chosen, in one query."""
        data: dict[str, Any] = super().clean() or {}
        typed = {d.pk: code_of(data.pop(cell_name(d), "")) for d in self.dimensions}
        found = values_by_code(self.company, typed)
        data["free_values"] = []
        for dimension in self.dimensions:
            code = typed[dimension.pk]
            value = found.get((dimension.pk, code))
            if value and value.is_active:
                data["free_values"].append(value)
            elif value:
                message = _("%(code)s is no longer in use.") % {"code": value}
                self.add_error(cell_name(dimension), message)
            elif code:
                message = _("%(code)s does not exist.") % {"code": code}
                self.add_error(cell_name(dimension), message)
        return data


def initial_of(defaults: PartyDefaults | None, values: Sequence[DimensionValue]) -> dict[str, Any]:
    """Return what the form starts with."""
    chosen: dict[str, Any] = {cell_name(value.dimension): str(value) for value in values}
    if defaults:
        rows = {name: getattr(defaults, name) for name in ("account", "department", "project")}
        chosen |= {name: str(row) for name, row in rows.items() if row}
        chosen["vat_code"] = defaults.vat_code_id
    return chosen


def defaults_form(
    request: CompanyRequest, party: Party, data: QueryDict | None = None
) -> DefaultsForm:
    """Return the form of a party's coding defaults as they are now."""
    version = version_of(versioned_defaults(party))
    initial = initial_of(
        defaults_of(request.company, party), default_values_of(request.company, party)
    )
    return DefaultsForm(data, company=request.company, initial=initial | {"version": version})


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def party_defaults_panel(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Show a party's coding defaults, and save them when the member may change the party."""
    party = get_object_or_404(Party.objects.for_company(request.company), pk=party_id)
    form = defaults_form(request, party, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_party_defaults(
                company=request.company, by=request.user, party=party, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            toast(request, _("The coding defaults are saved."))
            form = defaults_form(request, party)
    context = {
        "party": party,
        "defaults": defaults_of(request.company, party),
        "values": default_values_of(request.company, party),
        "form": form,
        "may_edit": "party.edit" in request.permissions,
    }
    return fragment(
        request,
        "accounting/_party_defaults.html",
        context=context,
        status=422 if form.errors else 200,
    )
