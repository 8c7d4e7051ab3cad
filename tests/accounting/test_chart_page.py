"""The chart's pages: list, filters, an account, a new one; errors at their fields, and who may what."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.ledger.actions import ValueFacts, create_dimension, create_value
from accounting.ledger.models import Account, AccountDimension
from erp.access.roles import Role
from erp.companies.scope import Scope, set_scope
from tests.world import World, line, post

pytestmark = pytest.mark.django_db

FORM = {
    "number": "1921",
    "name": "Bank, sparing",
    "grouping_code": "1920",
    "grouping_category": "",
    "vat_code": "",
    "party_role": "",
    "is_active": "on",
}


def url(world: World, name: str, *args: object) -> str:
    return reverse(name, args=[world.fjord.slug, *args])


def account_of(world: World, number: str) -> Account:
    return Account.objects.for_company(world.fjord).get(number=number)


def signed_in(client: Client, world: World, role: Role = Role.ACCOUNTANT) -> Client:
    set_scope(Scope())
    client.force_login(world.people[role])
    set_scope(world.scope)
    return client


def numbers(response: Any) -> list[str]:
    return re.findall(
        r'data-row-link class="medium" href="[^"]+">(\d+)</a>', response.content.decode()
    )


def test_the_list_shows_searches_and_filters(client: Client, world: World) -> None:
    signed_in(client, world)
    chart = url(world, "chart")
    assert len(numbers(client.get(chart))) == 196
    assert numbers(client.get(chart + "?q=19")) == ["1900", "1920", "1940", "1950"]
    assert numbers(client.get(chart + "?q=goodwill")) == ["1080"]
    assert set(n[0] for n in numbers(client.get(chart + "?class=8"))) == {"8"}
    assert numbers(client.get(chart + "?state=inactive")) == []
    Account.objects.for_company(world.fjord).filter(number="1080").update(grouping_code="")
    assert numbers(client.get(chart + "?state=ungrouped")) == ["1080"]


def test_an_account_is_made_with_the_category_of_its_code(client: Client, world: World) -> None:
    response = signed_in(client, world).post(url(world, "chart_account_new"), FORM)
    assert response.status_code == 302
    made = account_of(world, "1921")
    assert (made.name, made.grouping_category) == (
        "Bank, sparing",
        "balanseverdiForOmloepsmiddel",
    )


def test_wrong_fields_are_told_at_the_fields_and_keep_what_was_typed(
    client: Client, world: World
) -> None:
    data = FORM | {"number": "1920", "vat_code": "3", "party_role": "customer"}
    response = signed_in(client, world).post(url(world, "chart_account_new"), data)
    assert response.status_code == 422
    page = response.content.decode()
    for field in ("number", "vat_code"):
        assert f'id="id_{field}_error"' in page
    assert 'value="Bank, sparing"' in page


def test_what_has_entries_says_so_at_the_field(client: Client, world: World) -> None:
    post(world, line("1920", "10.00"), line("1900", "-10.00"))
    address = url(world, "chart_account", account_of(world, "1920").pk)
    data = FORM | {"number": "1929", "party_role": "customer"}
    response = signed_in(client, world).post(address, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="id_number_error"' in page
    assert 'id="id_party_role_error"' in page
    assert client.post(address, FORM | {"number": "1920", "name": "Hovedbank"}).status_code == 302
    assert account_of(world, "1920").name == "Hovedbank"


def test_what_it_asks_of_dimensions_is_typed_by_code(client: Client, world: World) -> None:
    by = {"company": world.fjord, "by": world.ola}
    dimension = create_dimension(**by, code="KAM", name="Kampanje")
    create_value(**by, dimension=dimension, facts=ValueFacts("V26", "Vår"))
    account = account_of(world, "7320")
    address = url(world, "chart_account", account.pk)
    data = FORM | {
        "number": "7320",
        "grouping_code": "7330",
        f"default_{dimension.pk}": "V26 Vår",
        f"required_{dimension.pk}": "on",
    }
    signed_in(client, world)
    assert client.post(address, data | {f"default_{dimension.pk}": "X"}).status_code == 422
    assert client.post(address, data).status_code == 302
    rule = AccountDimension.objects.get(account=account)
    assert (rule.is_required, rule.default_value.code) == (True, "V26")
    assert "V26 Vår" in client.get(address).content.decode()
    options = client.get(url(world, "value_options") + f"?dimension={dimension.pk}&q=v")
    assert options.content.decode().count('role="option"') == 1
    for nonsense in ("", "x", "9" * 30, "-1"):
        answer = client.get(url(world, "value_options") + f"?dimension={nonsense}")
        assert answer.content.decode().count('role="option"') == 0


def test_grouping_codes_are_found_by_code_and_by_name(client: Client, world: World) -> None:
    signed_in(client, world)
    by_code = client.get(url(world, "grouping_options") + "?q=150").content.decode()
    assert 'data-value="1500"' in by_code
    by_name = client.get(url(world, "grouping_options") + "?q=goodwill").content.decode()
    assert 'data-value="1080"' in by_name


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.AUDITOR, Role.APPROVER])
def test_who_may_only_look_sees_a_locked_form(client: Client, world: World, role: Role) -> None:
    signed_in(client, world, role)
    address = url(world, "chart_account", account_of(world, "1920").pk)
    page = client.get(address).content.decode()
    assert re.search(r'<fieldset class="plain stack" disabled>', page)
    assert 'type="submit"' not in page.partition('id="account-form"')[2].partition("</form>")[0]
    assert client.post(address, FORM | {"number": "1920"}).status_code == 403
    assert client.get(url(world, "chart_account_new")).status_code == 403
    assert url(world, "chart_import") not in client.get(url(world, "chart")).content.decode()


def test_the_accounts_of_another_company_are_not_there(client: Client, world: World) -> None:
    set_scope(Scope(companies=(world.tind.pk,)))
    theirs = Account.objects.for_company(world.tind).first()
    assert theirs
    signed_in(client, world)
    assert client.get(url(world, "chart_account", theirs.pk)).status_code == 404


def test_many_dimensions_cost_no_more_queries_than_few(client: Client, world: World) -> None:
    by = {"company": world.fjord, "by": world.ola}
    address = url(world, "chart_account", account_of(world, "1920").pk)
    signed_in(client, world)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"]])

    few = asked()
    for number in range(12):
        create_dimension(**by, code=f"D{number}", name=f"Dimensjon {number}")
    assert asked() == few <= 15
