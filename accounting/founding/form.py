"""What somebody tells about a company that is to be made."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from erp.companies.actions import CompanyFacts
from erp.companies.models import VatTermKind
from erp.ui.forms import OrgnrField

SELECT = {"class": "select"}


class NewCompanyForm(forms.Form):
    """The little that the books need from the beginning; the rest stands in the company's settings."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )
    orgnr = OrgnrField(label=_("Organisation number"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    vat_registered = forms.BooleanField(label=_("Registered for VAT"), required=False)
    vat_term_kind = forms.ChoiceField(
        label=_("VAT term"), choices=VatTermKind.choices, widget=forms.Select(attrs=SELECT)
    )
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("The fiscal year starts in"),
        choices=list(MONTHS.items()),
        coerce=int,
        initial=1,
        widget=forms.Select(attrs=SELECT),
        help_text=_("January for nearly all. It can be changed until the first voucher is posted."),
    )
    slug = forms.CharField(
        label=_("Short name"),
        max_length=48,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_(
            "Stands in every address, and stays. Leave it empty to have it made of the name."
        ),
    )

    def clean_slug(self) -> str:
        """Take a short name as people write it."""
        return str(self.cleaned_data["slug"]).lower()

    def facts(self) -> CompanyFacts:
        """Return what a valid form tells."""
        data: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if k != "slug"}
        return CompanyFacts(**data)
