"""Pages of dimensions, voucher types, VAT codes and periods: shown, changed, refused at the field."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.actions import ValueFacts, create_dimension, create_value
from accounting.ledger.models import Dimension, DimensionValue, FiscalYear, Period, VoucherType
from accounting.vat.models import VatCode, VatTerm
from erp.access.roles import Role
from erp.companies.scope import Scope, set_scope
from tests.world import TODAY, World, line, post

pytestmark = pytest.mark.django_db


def url(world: World, name: str, *args: object) -> str:
    return reverse(name, args=[world.fjord.slug, *args])


def signed_in(client: Client, world: World, role: Role = Role.ACCOUNTANT) -> Client:
    set_scope(Scope())
    client.force_login(world.people[role])
    set_scope(world.scope)
    return client


@pytest.fixture
def ola(client: Client, world: World) -> Client:
    """Ola's browser."""
    return signed_in(client, world)


def faults(response: Any) -> list[str]:
    assert response.status_code == 422
    return re.findall(r'id="id_(\w+)_error"', response.content.decode())


# --- Dimensions ---


def test_a_dimension_with_values_is_made_by_the_pages(ola: Client, world: World) -> None:
    made = ola.post(url(world, "dimension_new"), {"code": "KAM", "name": "Kampanje"})
    dimension = Dimension.objects.for_company(world.fjord).get(code="KAM")
    assert made.headers["Location"] == url(world, "dimension", dimension.pk)
    new = url(world, "dimension_value_new", dimension.pk)
    assert ola.post(new, {"code": "V26", "name": "Vår"}).status_code == 302
    assert ola.post(new, {"code": "V26-1", "name": "Uke 1", "parent": "V26 Vår"}).status_code == 302
    assert faults(ola.post(new, {"code": "V26", "name": "Igjen"})) == ["code"]
    assert faults(ola.post(new, {"code": "V3", "name": "X", "parent": "V99"})) == ["parent"]
    page = ola.get(url(world, "dimension", dimension.pk)).content.decode()
    assert page.count("data-row-link") == 2
    assert "V26 Vår" in page
    top = DimensionValue.objects.get(dimension=dimension, code="V26")
    change = {"code": "V26", "name": "Vår", "parent": "V26-1", "is_active": "on"}
    assert faults(ola.post(url(world, "dimension_value", top.pk), change)) == ["parent"]
    assert (
        ola.post(url(world, "dimension_value", top.pk), change | {"parent": ""}).status_code == 302
    )
    assert "Kampanje" in ola.get(url(world, "dimensions")).content.decode()


def test_a_dimension_is_renamed_and_only_a_free_one_taken_out_of_use(
    ola: Client, world: World
) -> None:
    free = create_dimension(company=world.fjord, by=world.ola, code="KAM", name="Kampanje")
    assert ola.post(url(world, "dimension_edit", free.pk), {"name": "Aksjon"}).status_code == 302
    assert not Dimension.objects.get(pk=free.pk).is_active
    department = Dimension.objects.for_company(world.fjord).get(kind="department")
    edit = url(world, "dimension_edit", department.pk)
    assert 'name="is_active"' not in ola.get(edit).content.decode()
    assert ola.post(edit, {"name": "Enhet"}).status_code == 302
    assert faults(ola.post(edit, {"name": ""})) == ["name"]


def test_dimensions_are_for_who_may_change_them(client: Client, world: World) -> None:
    department = Dimension.objects.for_company(world.fjord).get(kind="department")
    value = create_value(
        company=world.fjord, by=world.ola, dimension=department, facts=ValueFacts("10", "Salg")
    )
    signed_in(client, world, Role.BOOKKEEPER)
    assert client.get(url(world, "dimension_value_new", department.pk)).status_code == 200
    signed_in(client, world, Role.AUDITOR)
    assert client.get(url(world, "dimension_value_new", department.pk)).status_code == 403
    page = client.get(url(world, "dimension_value", value.pk)).content.decode()
    assert "<fieldset" in page and "disabled" in page
    data = {"code": "10", "name": "Butikk"}
    assert client.post(url(world, "dimension_value", value.pk), data).status_code == 403


# --- Voucher types ---


def test_voucher_types_show_the_last_number_of_each_year(ola: Client, world: World) -> None:
    post(world, line("1920", "10.00"), line("1900", "-10.00"))
    page = ola.get(url(world, "voucher_types")).content.decode()
    row = page.partition("Diverse bilag")[2].partition("</tr>")[0]
    assert re.findall(r'class="num"[^>]*>(\d+)<', row) == ["1"]


def test_a_voucher_type_is_made_and_changed(ola: Client, world: World) -> None:
    data = {"code": "20", "name": "Kasse", "area": "general"}
    assert ola.post(url(world, "voucher_type_new"), data).status_code == 302
    made = VoucherType.objects.for_company(world.fjord).get(code="20")
    assert made.series.count() == 1
    assert faults(ola.post(url(world, "voucher_type_new"), data | {"code": "6"})) == ["code"]
    assert faults(ola.post(url(world, "voucher_type_new"), data | {"area": "x"})) == ["area"]
    post(world, line("1900", "5.00"), line("1920", "-5.00"), kind=made.key)
    address = url(world, "voucher_type", made.pk)
    assert faults(ola.post(address, data | {"code": "21", "is_active": "on"})) == ["code"]
    assert ola.post(address, data | {"name": "Kassebilag"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Kassebilag", False)
    bank = VoucherType.objects.for_company(world.fjord).get(key="bank")
    forged = {"code": "5", "name": "Bank", "area": "sales"}
    assert ola.post(url(world, "voucher_type", bank.pk), forged).status_code == 302
    bank.refresh_from_db()
    assert (bank.area, bank.is_active) == ("general", True)


# --- VAT codes ---


def test_vat_codes_show_what_the_law_says_today(ola: Client, world: World) -> None:
    page = ola.get(url(world, "vat_codes")).content.decode()
    assert page.count("data-row-link") == 30
    assert "11,11\xa0%" in page
    assert "31.12.2015" in page  # The last day of 8 %, inclusive.


def test_a_vat_code_is_changed_where_its_kind_lets_it(ola: Client, world: World) -> None:
    code = VatCode.objects.for_company(world.fjord).get(code="1")
    address = url(world, "vat_code", code.pk)
    assert 'name="output_account"' not in ola.get(address).content.decode()
    data = {
        "input_account": str(code.input_account_id),
        "deduction_percent": "50",
        "is_active": "on",
    }
    assert ola.post(address, data).status_code == 302
    code.refresh_from_db()
    assert str(code.deduction_percent) == "50.00"
    assert faults(ola.post(address, data | {"deduction_percent": "120"})) == ["deduction_percent"]
    assert faults(ola.post(address, data | {"input_account": ""})) == ["input_account"]
    assert faults(ola.post(address, {**data, "is_active": ""})) == ["is_active"]


# --- Periods and locks ---


def test_the_year_of_today_is_shown_with_its_months_and_terms(ola: Client, world: World) -> None:
    page = ola.get(url(world, "periods")).content.decode()
    assert page.count('name="area" value="sales"') == 12
    assert page.count('name="day"') == 6
    assert ola.get(url(world, "periods_of_year", 2024)).status_code == 404


def test_a_lock_is_set_and_opened_with_who_and_when(ola: Client, world: World) -> None:
    period = Period.objects.for_company(world.fjord).get(number=11)
    address = url(world, "period_lock", period.pk)
    done = ola.post(address, {"area": "general", "locked": "1"})
    assert done.headers["Location"] == url(world, "periods_of_year", 2026)
    period.refresh_from_db()
    assert period.is_locked
    page = ola.get(done.headers["Location"]).content.decode()
    cell = page.partition(f'id="lock-{period.pk}-general"')[2].partition("</td>")[0]
    assert "Ola Nordmann" in cell and 'aria-pressed="true"' in cell
    ola.post(address, {"area": "general"})
    period.refresh_from_db()
    assert not period.is_locked
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#locks"}
    part = ola.post(address, {"area": "sales", "locked": "1"}, headers=headers).content.decode()
    assert "<html" not in part and 'id="locks"' in part
    assert ola.post(address, {"area": "rubbish"}, headers=headers).status_code == 422


def test_a_vat_term_is_locked_by_a_day_in_it(ola: Client, world: World) -> None:
    address = url(world, "vat_term_lock")
    ola.post(address, {"day": "2026-03-01", "year": "2026", "locked": "1"})
    term = VatTerm.objects.for_company(world.fjord).get(start=date(2026, 3, 1))
    assert term.is_locked
    page = ola.get(url(world, "vat_term", term.pk)).content.decode()
    assert "30.04.2026" in page and "Ola Nordmann" in page
    ola.post(address, {"day": "2026-04-30", "year": "2026"})
    term.refresh_from_db()
    assert not term.is_locked
    for wrong in ({"day": "x", "year": "2026"}, {"day": "2031-01-01", "year": "2026"}):
        assert ola.post(address, wrong | {"locked": "1"}).status_code == 302
    assert VatTerm.objects.for_company(world.fjord).count() == 1


def test_the_next_year_is_opened_from_the_last(ola: Client, world: World) -> None:
    opened = ola.post(url(world, "year_open", 2026))
    assert opened.headers["Location"] == url(world, "periods_of_year", 2027)
    assert FiscalYear.objects.for_company(world.fjord).count() == 2
    assert (
        url(world, "year_open", 2026)
        not in ola.get(url(world, "periods_of_year", 2026)).content.decode()
    )
    assert (
        url(world, "year_open", 2027)
        in ola.get(url(world, "periods_of_year", 2027)).content.decode()
    )


def test_the_previous_year_is_opened_from_the_first(ola: Client, world: World) -> None:
    page = ola.get(url(world, "periods_of_year", 2026)).content.decode()
    assert url(world, "previous_year_open", 2026) in page
    opened = ola.post(url(world, "previous_year_open", 2026))
    assert opened.headers["Location"] == url(world, "periods_of_year", 2025)
    page = ola.get(url(world, "periods_of_year", 2026)).content.decode()
    assert url(world, "previous_year_open", 2026) not in page
    for closed in (1999, 2031):
        refused = ola.post(url(world, "previous_year_open", closed))
        assert refused.headers["Location"] == url(world, "periods")
    assert FiscalYear.objects.for_company(world.fjord).count() == 2


def test_who_may_not_lock_sees_the_locks_and_no_buttons(client: Client, world: World) -> None:
    period = Period.objects.for_company(world.fjord).get(start__lte=TODAY, end__gte=TODAY)
    signed_in(client, world, Role.BOOKKEEPER)
    page = client.get(url(world, "periods")).content.decode()
    assert 'name="area"' not in page and "year_open" not in page
    assert client.post(url(world, "period_lock", period.pk), {"area": "general"}).status_code == 403
    assert client.post(url(world, "vat_term_lock"), {}).status_code == 403
    assert client.post(url(world, "year_open", 2026)).status_code == 403
    assert client.post(url(world, "previous_year_open", 2026)).status_code == 403


def test_the_history_of_a_year_says_which_period_was_locked(ola: Client, world: World) -> None:
    period = Period.objects.for_company(world.fjord).get(number=11)
    ola.post(url(world, "period_lock", period.pk), {"area": "general", "locked": "1"})
    address = reverse("history", args=[world.fjord.slug, "fiscal-year", period.fiscal_year_id])
    first = ola.get(address).content.decode().partition("</li>")[0]
    assert "periode 11" in first and "Ola Nordmann" in first
