"""The company's settings: what may be changed, by whom, and what is said when it may not."""

from typing import Any

import pytest
from django.test import Client

from erp.access.actions import update_company
from erp.access.roles import Role
from erp.companies.actions import CompanyFacts, CompanyRefused
from erp.companies.models import COLOURS, Company
from erp.companies.scope import Scope, set_scope
from tests.world import World

pytestmark = pytest.mark.django_db

DATA = {
    "name": "Fjord AS",
    "orgnr": "923 609 016",
    "vat_registered": "on",
    "vat_term_kind": "yearly",
    "address": "Kaien 1",
    "postal_code": "5003",
    "city": "Bergen",
    "country": "no",
    "email": "post@fjord.example",
    "phone": "55 10 20 30",
    "colour": "d",
}


@pytest.fixture
def owner(world: World, client: Client) -> Client:
    set_scope(Scope())
    client.force_login(world.eva)
    return client


def settings_of(world: World) -> str:
    return f"/{world.fjord.slug}/settings/"


def test_an_owner_changes_what_the_company_tells(world: World, owner: Client) -> None:
    assert owner.post(settings_of(world), DATA).headers["Location"] == settings_of(world)
    set_scope(world.scope)
    changed = Company.objects.get(pk=world.fjord.pk)
    assert (changed.address, changed.city, changed.country) == ("Kaien 1", "Bergen", "NO")
    assert (changed.vat_term_kind, changed.colour) == ("yearly", "d")
    assert changed.orgnr == "923609016"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("orgnr", "923609017"),
        ("vat_term_kind", "weekly"),
        ("postal_code", "50"),
        ("country", "Norge"),
        ("country", "1"),
        ("email", "post"),
        ("colour", "z"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, owner: Client, field: str, value: str
) -> None:
    response = owner.post(settings_of(world), DATA | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()


def test_the_start_month_stands_fast_once_a_year_is_opened(world: World, owner: Client) -> None:
    field = owner.get(settings_of(world)).context["form"]["fiscal_year_start_month"]
    assert field.field.disabled
    assert "2026" in field.help_text
    owner.post(settings_of(world), DATA | {"fiscal_year_start_month": "7"})
    set_scope(world.scope)
    assert Company.objects.get(pk=world.fjord.pk).fiscal_year_start_month == 1
    facts = CompanyFacts(name="Fjord AS", orgnr="923609016", fiscal_year_start_month=7)
    with pytest.raises(CompanyRefused) as refused:
        update_company(company=world.fjord, by=world.eva, facts=facts)
    assert [problem.field for problem in refused.value.problems] == ["fiscal_year_start_month"]


def test_every_colour_is_shown_as_the_companys_own_mark(world: World, owner: Client) -> None:
    page = owner.get(settings_of(world)).content.decode()
    for colour, _name in COLOURS:
        assert f'value="{colour}"' in page
        assert f"avatar--{colour}" in page


def test_those_who_may_only_look_see_it_without_a_way_to_change_it(
    world: World, client: Client
) -> None:
    set_scope(Scope())
    client.force_login(world.people[Role.AUDITOR])
    page = client.get(settings_of(world)).content.decode()
    assert "<fieldset" in page
    assert "disabled" in page
    assert "settings/logo/" not in page
    response = client.post(settings_of(world), DATA)
    assert response.status_code == 403


def test_history_of_the_company_is_on_the_page_with_names_and_not_codes(
    world: World, owner: Client
) -> None:
    path = f"/{world.fjord.slug}/history/company/{world.fjord.pk}/"
    assert f'hx-get="{path}"' in owner.get(settings_of(world)).content.decode()
    owner.post(settings_of(world), DATA)
    shown = owner.get(path).content.decode()
    assert "Kaien 1" in shown
    assert "Eva Eier" in shown
    colours: dict[str, Any] = dict(COLOURS)
    assert str(colours["d"]) in shown


def test_another_company_reads_neither_settings_nor_history(world: World, client: Client) -> None:
    set_scope(Scope())
    client.force_login(world.per)
    assert client.get(settings_of(world)).status_code == 404
    path = f"/{world.tind.slug}/history/company/{world.fjord.pk}/"
    assert client.get(path).status_code == 404
