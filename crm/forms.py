"""Forms of parties: untrusted text in, facts out."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.actions import AddressFacts, ContactFacts, PartyFacts
from crm.actions.facts import fact_problems
from crm.models import AddressKind, PartyAddress, PartyContact, PartyKind
from crm.queries.parties import PartyCard
from erp.ui.forms import DateField, set_today
from integrations.brreg.messages import Address, Unit

ROLE_CHOICES = [
    ("customer", _("Customer")),
    ("supplier", _("Supplier")),
    ("employee", _("Employee")),
    ("group", _("Company of the same group")),
]


class CountryField(forms.RegexField):
    """A country by its two letters."""

    def __init__(self, **options: Any) -> None:
        options = {"label": _("Country"), "max_length": 2, **options}
        super().__init__(r"^[A-Za-z]{2}$", **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()


class PartyForm(forms.Form):
    """A party's facts."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=PartyKind.choices, widget=forms.Select(attrs={"class": "select"})
    )
    orgnr = forms.CharField(label=_("Organisation number"), max_length=20, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    vat_registered = forms.NullBooleanField(label=_("Registered for VAT"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    street = forms.CharField(label=_("Business address"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = CountryField(initial="NO")
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
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

    def clean(self) -> dict[str, Any]:
        """Tell all that is wrong at once: what the facts lack too, also when a field cannot be read."""
        data: dict[str, Any] = super().clean() or {}
        for problem in fact_problems(self.told(data)):
            known = problem.field if problem.field in self.fields else None
            if known not in self.errors:
                self.add_error(known, problem.message)
        return self.cleaned_data

    def offer_roles(self, given: Collection[str]) -> None:
        """Offer the roles that are not given yet: one with a number cannot be taken back."""
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(role, name) for role, name in ROLE_CHOICES if role not in given]

    def facts(self) -> PartyFacts:
        """Return what a valid form tells."""
        return self.told(self.cleaned_data)

    def told(self, cleaned: dict[str, Any]) -> PartyFacts:
        """Return what could be read of the form; the rest as if it were not told."""
        names = PartyFacts.__dataclass_fields__
        data: dict[str, Any] = {"name": self.data.get("name", "")}
        data |= {name: value for name, value in cleaned.items() if name in names}
        data["roles"] = frozenset(data.get("roles", ()))
        if data.get("country", "NO") == "NO":
            data["orgnr"] = bare_orgnr(data.get("orgnr", ""))
        return PartyFacts(**data)


class NewPartyForm(PartyForm):
    """A new party: with a postal address, and a key that makes it once however often the form is sent."""

    source_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    postal_lines = forms.CharField(label=_("Postal address"), max_length=300, required=False)
    postal_postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    postal_city = forms.CharField(label=_("City"), max_length=100, required=False)

    def told(self, cleaned: dict[str, Any]) -> PartyFacts:
        facts = super().told(cleaned)
        postal = AddressFacts(
            lines=cleaned.get("postal_lines", ""),
            postal_code=cleaned.get("postal_postal_code", ""),
            city=cleaned.get("postal_city", ""),
            country=facts.country,
        )
        return replace(facts, postal_address=None if postal.is_empty else postal)

    @property
    def key(self) -> str:
        """The repeat key."""
        return str(self.cleaned_data["source_key"])


def bare_orgnr(text: str) -> str:
    """Return an organisation number without spaces, and without NO and MVA around it."""
    return "".join(text.split()).upper().removeprefix("NO").removesuffix("MVA")


def initial_of(card: PartyCard) -> dict[str, Any]:
    """Return what the form starts with for a party that is there."""
    party, address = card.party, card.business_address
    own = (
        "kind orgnr name vat_registered country email phone website customer_terms_days"
        " supplier_terms_days note"
    )
    return {name: getattr(party, name) for name in own.split()} | {
        "roles": ["group"] if party.is_group_company else [],
        "street": address.lines if address else "",
        "postal_code": address.postal_code if address else "",
        "city": address.city if address else "",
    }


def initial_of_unit(unit: Unit) -> dict[str, Any]:
    """Return what the form of a new party starts with when the register knows it."""
    business, postal = unit.business_address, unit.postal_address
    place = business or postal or Address()
    known = {
        "kind": PartyKind.ORGANISATION.value,
        "orgnr": unit.orgnr,
        "name": unit.name,
        "vat_registered": unit.vat_registered,
        "street": ", ".join(place.lines),
        "postal_code": place.postal_code,
        "city": place.city,
        "country": place.country,
        "email": unit.email,
        "phone": unit.phone,
        "website": unit.website,
    }
    if business and postal and postal != business and postal.country == business.country:
        known |= {
            "postal_lines": ", ".join(postal.lines),
            "postal_postal_code": postal.postal_code,
            "postal_city": postal.city,
        }
    return known


class ContactForm(forms.Form):
    """A person to reach at a party."""

    name = forms.CharField(label=_("Name"), max_length=150)
    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def facts(self) -> ContactFacts:
        """Return what a valid form tells."""
        return ContactFacts(**self.cleaned_data)

    @staticmethod
    def initial_of(contact: PartyContact) -> dict[str, Any]:
        """Return what the form starts with for a person who is there."""
        return {name: getattr(contact, name) for name in ("name", "title", "email", "phone")}


class AddressForm(forms.Form):
    """An address; its kind is chosen once."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select(attrs={"class": "select"}))
    lines = forms.CharField(label=_("Address"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = CountryField(initial="NO")

    def __init__(self, *args: Any, kinds: Sequence[AddressKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not kinds:
            del self.fields["kind"]
            return
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]

    def facts(self) -> AddressFacts:
        """Return what a valid form tells."""
        names = ("lines", "postal_code", "city", "country")
        return AddressFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(address: PartyAddress) -> dict[str, Any]:
        """Return what the form starts with for an address that is there."""
        names = ("lines", "postal_code", "city", "country")
        return {name: getattr(address, name) for name in names}


class BankAccountForm(forms.Form):
    """A bank account typed by hand."""

    account = forms.CharField(label=_("Account number or IBAN"), max_length=40)
    bic = forms.RegexField(
        r"^[A-Za-z0-9]{8}([A-Za-z0-9]{3})?$", label="BIC", max_length=11, required=False
    )
    since = DateField(label=_("Since"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)

    def clean_bic(self) -> str:
        """Write the code in capitals, as banks do."""
        return str(self.cleaned_data["bic"]).upper()


class EndForm(forms.Form):
    """The last day of a bank account."""

    on = DateField(label=_("Last day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
