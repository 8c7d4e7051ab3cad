"""Form fields: what people write becomes typed values, and what they cannot mean comes back with a text."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template.loader import render_to_string

from erp.ui.controls import control_attrs, kind_of
from erp.ui.forms import AmountField, Combobox, DateField, ModelCombobox, OrgnrField, set_today
from tests.ui.sample import Sample

TODAY = date(2026, 11, 23)


class Note(forms.Form):
    amount = AmountField(label="Amount", unit="kr", minimum=Decimal(0))
    day = DateField(label="Day", required=False, help_text="When it happened")
    orgnr = OrgnrField(label="Number", required=False)
    account = forms.CharField(label="Account", required=False, widget=Combobox(url="/accounts/"))
    copy = forms.BooleanField(label="Copy", required=False)


def filled(**data: str) -> Note:
    form = Note({"amount": "1", **data})
    set_today(form, TODAY)
    return form


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\xa0234", "1234"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_by_the_one_parser(text: str, value: str) -> None:
    form = filled(amount=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "abc", "1,2,3", "--1", "-1", "1" * 30])
def test_amounts_that_are_none_are_refused(text: str) -> None:
    form = filled(amount=text)
    assert not form.is_valid()
    assert list(form.errors) == ["amount"]
    assert form["amount"].value() == text


def test_an_amount_is_shown_as_people_read_it() -> None:
    form = Note(initial={"amount": Decimal("1234.5"), "day": TODAY})
    assert form["amount"].value() == "1\xa0234,50"
    assert form["day"].value() == "23.11.2026"


def test_an_unchanged_amount_has_not_changed() -> None:
    form = Note({"amount": "1\xa0234,50"}, initial={"amount": Decimal("1234.5")})
    assert "amount" not in form.changed_data


def test_dates_are_read_in_the_year_that_the_form_says() -> None:
    form = filled(day="23.11.2026")
    assert form.is_valid()
    assert form.cleaned_data["day"] == TODAY
    set_today(form, TODAY, year=2025)
    assert form.fields["day"].year == 2025


def test_a_day_that_does_not_exist_is_named() -> None:
    form = filled(day="31.02.2026")
    assert not form.is_valid()
    assert "31.02.2026" in form.errors["day"][0]


@pytest.mark.parametrize(
    "text", ["923609016", "923 609 016", "NO 923 609 016 MVA", " no923609016mva "]
)
def test_organisation_numbers_lose_what_stands_around_them(text: str) -> None:
    form = filled(orgnr=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["orgnr"] == "923609016"


def test_the_field_component_links_its_error() -> None:
    html = render_to_string(
        "components/field.html", {"field": filled(amount="x")["amount"], "size": "f-4"}
    )
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'id="id_amount_error"' in html
    assert 'class="input input--money"' in html
    assert '<span class="affix__end">kr</span>' in html


def test_the_field_component_links_its_hint() -> None:
    html = render_to_string("components/field.html", {"field": Note()["day"]})
    assert 'aria-describedby="id_day_helptext"' in html
    assert "data-calendar" in html


def test_a_tick_box_stands_before_its_label() -> None:
    field = Note()["copy"]
    assert kind_of(field) == "check"
    assert "class" not in control_attrs(field, "", {})


def test_the_combobox_knows_its_address() -> None:
    html = str(Note()["account"])
    assert 'data-combo="/accounts/"' in html
    assert 'role="combobox"' in html


def test_a_choice_by_search_loads_one_row_and_sends_its_id(samples: None) -> None:
    class Choice(forms.Form):
        party = forms.ModelChoiceField(Sample.objects.none(), widget=ModelCombobox(url="/parties/"))

        def __init__(self, *args: object) -> None:
            super().__init__(*args)
            self.fields["party"].queryset = Sample.objects.all()

    row = Sample.objects.create(name="Fjord", rank=1)
    html = str(Choice({"party": str(row.pk)})["party"])
    assert f'value="{row}"' in html.replace("&#x27;", "'") or f"Sample object ({row.pk})" in html
    assert f'type="hidden" name="party" value="{row.pk}" data-combo-value' in html
    typed = Choice({"party": "", "party_text": "Fjo"})
    assert not typed.is_valid()
    assert 'value="Fjo"' in str(typed["party"])
    assert 'name="party" value=""' in str(typed["party"])
