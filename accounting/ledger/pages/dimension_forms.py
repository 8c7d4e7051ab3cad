"""Forms of dimensions and their values."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.actions import ValueFacts
from accounting.ledger.models import Dimension, DimensionKind, DimensionValue
from accounting.ledger.queries.dimensions import values_by_code
from erp.companies.models import Company
from erp.ui.forms import Combobox


class NewDimensionForm(forms.Form):
    """Code and name of a free dimension."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy(
            "Short, such as CAR. Reports are asked for CODE=VALUE, so it stays as it is."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)


class DimensionForm(forms.Form):
    """What a dimension is called, and whether a free one is in use."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, data: QueryDict | None, *, dimension: Dimension) -> None:
        initial = {"name": dimension.name, "is_active": dimension.is_active}
        super().__init__(data, initial=initial)
        if dimension.kind != DimensionKind.FREE:
            del self.fields["is_active"]


class ValueForm(forms.Form):
    """Code, name, what it stands below, and whether a value is in use."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    parent = forms.CharField(
        label=gettext_lazy("Below"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The value that this one is a part of."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        company: Company,
        dimension: Dimension,
        value: DimensionValue | None,
        url: str,
    ) -> None:
        initial: dict[str, Any] = {"is_active": True}
        if value:
            initial = {
                "code": value.code,
                "name": value.name,
                "parent": str(value.parent) if value.parent else "",
                "is_active": value.is_active,
            }
        super().__init__(data, initial=initial)
        self.company, self.dimension = company, dimension
        self.fields["parent"].widget = Combobox(url)
        if value is None:
            del self.fields["is_active"]

    def clean_parent(self) -> DimensionValue | None:
        """Find the value whose code was typed or chosen."""
        code = str(self.cleaned_data["parent"]).split(" ")[0]
        if not code:
            return None
        pk = self.dimension.pk
        value = values_by_code(self.company, {pk: code}).get((pk, code))
        if value is None:
            raise forms.ValidationError(_("%(code)s does not exist.") % {"code": code})
        return value

    def facts(self) -> ValueFacts:
        """Return what a valid form tells."""
        return ValueFacts(**self.cleaned_data)
