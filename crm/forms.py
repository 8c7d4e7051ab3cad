"""Forms of parties: untrusted text in, facts out."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.actions import PartyFacts
from crm.models import AddressKind, Party, PartyAddress, PartyKind
from erp.ui.forms import DateField, set_today

ROLE_CHOICES = [
    ("customer", _("Customer")),
    ("supplier", _("Supplier")),
    ("employee", _("Employee")),
    ("group", _("Company of the same group")),
]


class PartyForm(forms.Form):
    """A party's facts."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=PartyKind.choices, widget=forms.Select(attrs={"class": "select"})
    )
    orgnr = forms.CharField(label=_("Organisation number"), max_length=20, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    street = forms.CharField(label=_("Address"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.RegexField(r"^[A-Za-z]{2}$", label=_("Country"), initial="NO", max_length=2)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    customer_terms_days = forms.IntegerField(
        label=_("Days to pay, customer"), min_value=0, max_value=365, initial=14
    )
    supplier_terms_days = forms.IntegerField(
        label=_("Days to pay, supplier"), min_value=0, max_value=365, initial=30
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def facts(self) -> PartyFacts:
        """Return what a valid form tells."""
        data: dict[str, Any] = dict(self.cleaned_data)
        data["roles"] = frozenset(data["roles"])
        data["orgnr"] = (
            "".join(data["orgnr"].split()).upper().removeprefix("NO").removesuffix("MVA")
        )
        data["country"] = data["country"].upper()
        return PartyFacts(**data)


def initial_of(party: Party) -> dict[str, Any]:
    """Return what the form starts with for a party that is there."""
    address = PartyAddress.objects.filter(party=party, kind=AddressKind.BUSINESS).first()
    roles = {
        "customer": party.customer_number is not None,
        "supplier": party.supplier_number is not None,
        "employee": party.employee_number is not None,
        "group": party.is_group_company,
    }
    own = (
        "kind",
        "orgnr",
        "name",
        "country",
        "email",
        "phone",
        "website",
        "customer_terms_days",
        "supplier_terms_days",
        "note",
    )
    return {name: getattr(party, name) for name in own} | {
        "roles": [role for role, has in roles.items() if has],
        "street": address.lines if address else "",
        "postal_code": address.postal_code if address else "",
        "city": address.city if address else "",
    }


class BankAccountForm(forms.Form):
    """A bank account typed by hand."""

    account = forms.CharField(label=_("Account number or IBAN"), max_length=40)
    since = DateField(label=_("Since"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
