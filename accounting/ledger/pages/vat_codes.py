"""Pages of VAT codes (mva-koder): the list with today's rates, one code."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounting.ledger.actions import update_vat_code
from accounting.ledger.actions.vat_codes import DEDUCTING, HUNDRED, POSTS_TO
from accounting.ledger.models import Account
from accounting.ledger.pages.tabs import chart_tabs
from accounting.ledger.queries.vat_codes import code_rows, codes_of, dated_rates, vat_accounts
from accounting.vat.models import VatCode
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.companies.models import Company
from erp.errors import BusinessError
from erp.ui import go_to, page
from erp.ui.forms import AmountField

FIELDS = ("output_account", "input_account", "deduction_percent", "is_active")


class VatCodeForm(forms.Form):
    """What a company decides of a VAT code; the rest is the law's."""

    output_account = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("Account for output VAT"),
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    input_account = forms.ModelChoiceField(
        Account.objects.none(),
        label=gettext_lazy("Account for input VAT"),
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    deduction_percent = AmountField(
        label=gettext_lazy("Deducted"),
        unit="%",
        minimum=Decimal(0),
        help_text=gettext_lazy("Less than 100 where only a share of the VAT is deducted."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, data: QueryDict | None, *, company: Company, code: VatCode) -> None:
        initial = {name: getattr(code, name) for name in FIELDS}
        super().__init__(data, initial=initial)
        for name in ("output_account", "input_account"):
            if name not in POSTS_TO[code.kind]:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset, field.empty_label = vat_accounts(company), "–"
        if code.kind not in DEDUCTING:
            del self.fields["deduction_percent"]

    def facts(self) -> dict[str, Any]:
        """Return what a valid form tells; what the code's kind does not have is nothing, or all."""
        nothing = {"output_account": None, "input_account": None, "deduction_percent": HUNDRED}
        return nothing | self.cleaned_data


@require_safe
@requires("ledger.view")
def vat_codes(request: CompanyRequest) -> HttpResponse:
    """All VAT codes (mva-koder) with kind, rate, accounts; and the rates that the law has had."""
    today = timezone.localdate()
    context = {
        "rows": code_rows(request.company, today),
        "rates": dated_rates(),
        "today": today,
        "tabs": chart_tabs(request, "vat_codes"),
    }
    return page(request, "accounting/vat_codes.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def vat_code(request: CompanyRequest, code_id: int) -> HttpResponse:
    """A VAT code (mva-kode), and its change by those who may edit the chart."""
    known = codes_of(request.company).filter(pk=code_id).first()
    if known is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = VatCodeForm(posted, company=request.company, code=known)
    if posted is not None and form.is_valid():
        try:
            update_vat_code(company=request.company, by=request.user, code=known, **form.facts())
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("vat_codes", args=[request.company.slug])
            return go_to(request, url, _("%(account)s is saved.") % {"account": known})
    context = {
        "form": form,
        "code": known,
        "rates": dated_rates(known.rate_class) if known.rate_class else [],
        "today": timezone.localdate(),
        "may_edit": "chart.edit" in request.permissions,
    }
    return page(
        request,
        "accounting/vat_code.html",
        "code-form",
        context=context,
        status=422 if form.errors else 200,
    )
