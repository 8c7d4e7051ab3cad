"""The panel of a party's coding defaults: look-ups, not lists of all there is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.ledger.actions import ValueFacts, create_value
from accounting.ledger.models import Account, Dimension, DimensionValue
from accounting.party_defaults.actions import defaults_of
from crm.actions import PartyFacts, create_party
from crm.models import Party
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(world: World, client: Client) -> Party:
    client.force_login(world.ola)
    return create_party(company=world.fjord, by=world.ola, facts=PartyFacts(name="Elgrossen"))


def project(world: World, code: str) -> DimensionValue:
    dimension = Dimension.objects.for_company(world.fjord).get(kind="project")
    facts = ValueFacts(code=code, name=f"Prosjekt {code}")
    return create_value(company=world.fjord, by=world.ola, dimension=dimension, facts=facts)


def panel(world: World, client: Client, party: Party, **sent: str) -> Any:
    url = reverse("party_defaults_panel", args=[world.fjord.slug, party.pk])
    return client.post(url, sent) if sent else client.get(url)


def test_account_and_project_are_chosen_or_typed(
    world: World, client: Client, party: Party
) -> None:
    project(world, "P7")
    answer = panel(world, client, party, account="6500", project="P7 Prosjekt P7")
    assert answer.status_code == 200
    kept = defaults_of(world.fjord, party)
    assert kept is not None
    assert kept.account and kept.project
    assert (kept.account.number, kept.project.code, kept.department) == ("6500", "P7", None)
    shown = panel(world, client, party)
    assert shown.context["form"]["account"].value() == str(kept.account)
    assert 'value="P7 Prosjekt P7"' in shown.content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("account", "9999"), ("account", "2400"), ("project", "nei"), ("vat_code", "x")],
)
def test_what_cannot_be_chosen_is_told_at_its_field(
    world: World, client: Client, party: Party, field: str, typed: str
) -> None:
    answer = panel(world, client, party, **{field: typed})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})


def test_a_project_out_of_use_is_no_choice(world: World, client: Client, party: Party) -> None:
    project(world, "P8")
    DimensionValue.objects.for_company(world.fjord).update(is_active=False)
    assert panel(world, client, party, project="P8").status_code == 422


def test_the_panel_is_as_large_and_asks_as_often_for_a_hundred_projects(
    world: World, client: Client, party: Party
) -> None:
    def size() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = panel(world, client, party)
        return len(answer.content), len(queries)

    panel(world, client, party)
    before = size()
    for number in range(100):
        project(world, f"Q{number}")
    panel(world, client, party)
    after = size()
    assert after == before
    assert after[1] <= 18  # Four of them set the scope.


def test_vat_codes_are_named_with_their_rate_as_where_vouchers_are_typed(
    world: World, client: Client, party: Party
) -> None:
    fields = [panel(world, client, party).context["form"].fields["vat_code"]]
    account = Account.objects.for_company(world.fjord).get(number="6800")
    page = client.get(reverse("chart_account", args=[world.fjord.slug, account.pk]))
    fields.append(page.context["form"].fields["vat_code"])
    for field in fields:
        texts = [str(text) for _value, text in field.choices]
        assert texts[0] == "–"
        assert any(text.startswith("1 · 25\u00a0% ") for text in texts)
        assert any(text.startswith("11 · 15\u00a0% ") for text in texts)
