"""Forms of the company's settings and of its members."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from erp.access.models import Membership
from erp.access.roles import ROLE_NAMES, Role
from erp.companies.actions import CompanyFacts
from erp.companies.held import reasons_of
from erp.companies.models import COLOURS, Company, VatTermKind
from erp.dates import format_date
from erp.db.versions import VersionField
from erp.ui.forms import DateField, OrgnrField, set_today


def select() -> forms.Select:
    """A select in the design of the house."""
    return forms.Select(attrs={"class": "select"})


class CompanyForm(forms.Form):
    """What a company may change about itself; its short name stays, since addresses contain it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    orgnr = OrgnrField(label=_("Organisation number"))
    vat_registered = forms.BooleanField(label=_("Registered for VAT"), required=False)
    vat_term_kind = forms.ChoiceField(
        label=_("VAT term"),
        choices=VatTermKind.choices,
        widget=select(),
        help_text=_("Another term takes effect in the first year that has no term yet."),
    )
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("The fiscal year starts in"),
        choices=list(MONTHS.items()),
        coerce=int,
        widget=select(),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.CharField(label=_("Country"), max_length=2)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS, widget=forms.RadioSelect)
    version = VersionField()

    def __init__(self, company: Company, data: QueryDict | None = None, version: str = "") -> None:
        names = self.base_fields.keys() - {"version"}
        initial = {name: getattr(company, name) for name in names} | {"version": version}
        super().__init__(data, initial=initial)
        for name, reason in reasons_of(company).items():
            self.fields[name].disabled = True
            self.fields[name].help_text = reason

    def facts(self) -> CompanyFacts:
        """Return what a valid form tells."""
        data = dict(self.cleaned_data)
        del data["version"]
        data["country"] = data["country"].upper()
        return CompanyFacts(**data)


class MemberForm(forms.Form):
    """Who gets access, as what, and until when."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=Role,
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        initial=Role.EMPLOYEE.value,
        widget=select(),
    )
    valid_to = DateField(
        label=_("Access ends"), required=False, help_text=_("The first day without access.")
    )

    def __init__(
        self, *args: Any, today: date, membership: Membership | None = None, **kwargs: Any
    ) -> None:
        if membership is not None:
            kwargs["initial"] = {
                "role": membership.role,
                "valid_to": format_date(membership.valid_to) if membership.valid_to else "",
            }
        super().__init__(*args, **kwargs)
        set_today(self, today)
        if membership is not None:
            del self.fields["email"], self.fields["name"]
