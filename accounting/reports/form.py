"""The selection of a report as a form in the address: year, months, dimensions."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import DimensionKind, DimensionValue, FiscalYear, Period
from accounting.reports.selection import Selection
from erp.companies.models import Company
from erp.ui.forms import Combobox

SELECT = {"class": "select"}
DIMENSIONS = ("department", "project", "free")


class SelectionForm(forms.Form):
    """Fiscal year, first and last month (both inclusive), department, project, free dimension."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, widget=forms.Select(attrs=SELECT))
    first = forms.TypedChoiceField(label=_("From"), coerce=int, widget=forms.Select(attrs=SELECT))
    last = forms.TypedChoiceField(label=_("To"), coerce=int, widget=forms.Select(attrs=SELECT))
    department = forms.CharField(label=_("Department"), required=False)
    project = forms.CharField(label=_("Project"), required=False)
    free = forms.CharField(label=_("Free dimension"), required=False)

    def __init__(self, company: Company, query: QueryDict, urls: dict[str, str]) -> None:
        self.company = company
        self.years = list(FiscalYear.objects.for_company(company).order_by("-year"))
        today = timezone.localdate()
        now = next(
            (y.year for y in self.years if y.start <= today <= y.end),
            self.years[0].year if self.years else 0,
        )
        data: dict[str, Any] = {"year": now, "first": 1, "last": 12} | query.dict()
        super().__init__(data)
        self.periods = self._periods(data["year"])
        self._choose("year", [(y.year, str(y.year)) for y in self.years])
        months = [(p.number, str(p)) for p in self.periods]
        self._choose("first", months)
        self._choose("last", months)
        for name, url in urls.items():
            self.fields[name].widget = Combobox(url)

    def _periods(self, year: object) -> list[Period]:
        chosen = str(year) if str(year).isdecimal() else "0"
        periods = Period.objects.for_company(self.company).filter(fiscal_year__year=int(chosen))
        return list(periods.select_related("fiscal_year").order_by("number"))

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        data["values"] = tuple(
            value
            for name in DIMENSIONS
            if (value := self._value(name, str(data.get(name, "")).split(" ")[0]))
        )
        return data

    def _value(self, name: str, text: str) -> DimensionValue | None:
        if not text:
            return None
        values = DimensionValue.objects.for_company(self.company).select_related("dimension")
        if name == DimensionKind.FREE:
            dimension, _sign, code = text.partition("=")
            value = values.filter(
                dimension__kind=name, dimension__code=dimension, code=code
            ).first()
        else:
            value = values.filter(dimension__kind=name, code=text).first()
        if value is None:
            self.add_error(name, _("%(code)s does not exist.") % {"code": text})
        return value

    @property
    def chosen(self) -> str:
        """The values of dimensions that narrow the report, as people read them."""
        values = getattr(self, "cleaned_data", {}).get("values", ())
        return ", ".join(f"{value.dimension.name}: {value}" for value in values)

    def query(self) -> dict[str, Any]:
        """Return what is chosen as it stands in an address."""
        names = ("year", "first", "last", *DIMENSIONS)
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def selection(self) -> Selection | None:
        """Return what was chosen, or None when it cannot be read."""
        if not self.is_valid():
            return None
        by_number = {period.number: period for period in self.periods}
        data = self.cleaned_data
        return Selection(by_number[data["first"]], by_number[data["last"]], data["values"])
