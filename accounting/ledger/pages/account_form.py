"""The form of an account: untrusted text in, facts and dimension rules out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.account_rules import AccountFacts
from accounting.ledger.actions import DimensionRule
from accounting.ledger.models import PartyRole
from accounting.ledger.queries.chart import RuleOfDimension
from accounting.ledger.queries.dimensions import values_by_code
from accounting.ledger.queries.vat_choices import names_with_rates
from accounting.ledger.standard import CATEGORIES, complete_grouping
from accounting.vat.models import VatCode
from erp.companies.models import Company
from erp.db.versions import VersionField
from erp.ui.forms import Combobox

NONE = [("", "–")]


class AccountForm(forms.Form):
    """Number, name, grouping, VAT, sub-ledger and flags of an account, and what it asks of each dimension."""

    number = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    grouping_code = forms.CharField(
        label=gettext_lazy("SAF-T grouping code"), max_length=20, required=False
    )
    grouping_category = forms.ChoiceField(
        label=gettext_lazy("SAF-T grouping category"),
        required=False,
        help_text=gettext_lazy("A code that is known brings its category."),
    )
    vat_code = forms.ChoiceField(label=gettext_lazy("Default VAT code"), required=False)
    party_role = forms.ChoiceField(
        label=gettext_lazy("Sub-ledger"),
        required=False,
        choices=NONE + [(role.value, role.label) for role in PartyRole if role.value],
        help_text=gettext_lazy("Whose open items the account collects."),
    )
    is_vat_account = forms.BooleanField(label=gettext_lazy("VAT account"), required=False)
    requires_vat_code = forms.BooleanField(
        label=gettext_lazy("Requires a VAT code"), required=False
    )
    is_locked = forms.BooleanField(label=gettext_lazy("Locked for posting by hand"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)
    version = VersionField()

    def __init__(
        self,
        data: QueryDict | None,
        *,
        company: Company,
        codes: Sequence[VatCode],
        rules: Sequence[RuleOfDimension],
        urls: dict[str, str],
        facts: AccountFacts | None = None,
    ) -> None:
        initial = dict(vars(facts)) if facts else {"is_active": True}
        super().__init__(data, initial=initial)
        self.company, self.rules = company, rules
        self.fields["grouping_code"].widget = Combobox(urls["groupings"], attrs={"maxlength": 20})
        choose(self, "grouping_category", list(CATEGORIES.items()), initial)
        kept = initial.get("vat_code")
        offered = [c for c in codes if c.is_active or c.code == kept]
        usable = list(names_with_rates(offered, timezone.localdate()).items())
        choose(self, "vat_code", usable, initial)
        for rule in rules:
            self.add_rule(rule, urls["values"])

    def add_rule(self, rule: RuleOfDimension, url: str) -> None:
        """Add the two fields of a dimension."""
        pk = rule.dimension.pk
        self.fields[f"required_{pk}"] = forms.BooleanField(
            label=_("Required"), required=False, initial=rule.is_required
        )
        self.fields[f"default_{pk}"] = forms.CharField(
            label=_("Default for %(dimension)s") % {"dimension": rule.dimension.name},
            required=False,
            max_length=200,
            initial=rule.default,
            widget=Combobox(f"{url}?dimension={pk}"),
        )

    @property
    def rule_fields(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each dimension with its two fields."""
        return [
            (r.dimension, self[f"required_{r.dimension.pk}"], self[f"default_{r.dimension.pk}"])
            for r in self.rules
        ]

    def clean(self) -> dict[str, Any]:
        """Find the default values that were typed, in one query."""
        data: dict[str, Any] = super().clean() or {}
        typed = {
            r.dimension.pk: str(data.get(f"default_{r.dimension.pk}", "")).split(" ")[0]
            for r in self.rules
        }
        found = values_by_code(self.company, typed)
        data["rules"] = []
        for rule in self.rules:
            pk = rule.dimension.pk
            value = found.get((pk, typed[pk]))
            if typed[pk] and value is None:
                self.add_error(f"default_{pk}", _("%(code)s does not exist.") % {"code": typed[pk]})
            is_required = bool(data.get(f"required_{pk}"))
            data["rules"].append(DimensionRule(rule.dimension, is_required, value))
        return data

    def facts(self) -> AccountFacts:
        """Return what a valid form tells of the account; a known code brings its category."""
        others = ("grouping", "version")
        names = [name for name in AccountForm.base_fields if not name.startswith(others)]
        data = {name: self.cleaned_data[name] for name in names}
        code = self.cleaned_data["grouping_code"].split(" ")[0]
        known, code = complete_grouping("", code)
        category = known or self.cleaned_data["grouping_category"]
        return AccountFacts(**data, grouping_category=category, grouping_code=code)


def choose(form: forms.Form, name: str, choices: list[Any], initial: dict[str, Any]) -> None:
    """Give a field its choices; what the account has already is always one of them."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    kept = initial.get(name)
    if kept and kept not in dict(choices):
        choices = [*choices, (kept, kept)]
    field.choices = NONE + choices
