"""The panel of a party's card that says how its documents are coded (standardkontering)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounting.ledger.models import Account, DimensionKind, DimensionValue
from accounting.ledger.queries.lookups import vat_codes_in_use
from accounting.party_defaults.actions import defaults_of, set_party_defaults
from accounting.party_defaults.models import PartyDefaults
from accounting.vat.models import VatCode
from crm.models import Party
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.companies.models import Company
from erp.ui.pages import fragment, toast


class DefaultsForm(forms.Form):
    """Account, VAT code, department and project, each by choice."""

    account = forms.ModelChoiceField(
        Account.objects.none(), label=gettext_lazy("Account"), required=False
    )
    vat_code = forms.ModelChoiceField(
        VatCode.objects.none(), label=gettext_lazy("VAT code"), required=False
    )
    department = forms.ModelChoiceField(
        DimensionValue.objects.none(), label=gettext_lazy("Department"), required=False
    )
    project = forms.ModelChoiceField(
        DimensionValue.objects.none(), label=gettext_lazy("Project"), required=False
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = Account.objects.for_company(company).filter(is_active=True, party_role="")
        values = DimensionValue.objects.for_company(company).filter(is_active=True)
        choices = {
            "account": accounts.order_by("number"),
            "vat_code": vat_codes_in_use(company),
            "department": values.filter(dimension__kind=DimensionKind.DEPARTMENT).order_by("code"),
            "project": values.filter(dimension__kind=DimensionKind.PROJECT).order_by("code"),
        }
        for name, queryset in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset


def initial_of(defaults: PartyDefaults | None) -> dict[str, Any]:
    """Return what the form starts with."""
    names = ("account", "vat_code", "department", "project")
    return {name: getattr(defaults, f"{name}_id") for name in names} if defaults else {}


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def party_defaults_panel(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Show a party's coding defaults, and save them when the member may change the party."""
    party = get_object_or_404(Party.objects.for_company(request.company), pk=party_id)
    defaults = defaults_of(request.company, party)
    form = DefaultsForm(request.POST or None, company=request.company, initial=initial_of(defaults))
    if request.method == "POST" and form.is_valid():
        defaults = set_party_defaults(
            company=request.company, by=request.user, party=party, **form.cleaned_data
        )
        toast(request, _("The coding defaults are saved."))
    context = {
        "party": party,
        "defaults": defaults,
        "form": form,
        "may_edit": "party.edit" in request.permissions,
    }
    return fragment(
        request,
        "accounting/_party_defaults.html",
        context=context,
        status=422 if form.errors else 200,
    )
