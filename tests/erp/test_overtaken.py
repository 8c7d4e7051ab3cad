"""Two who change the same: the later is told who was first, nothing is written over, and what was typed stands."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.models import Account
from accounting.party_defaults.actions import defaults_of, set_party_defaults
from crm.actions import AddressFacts, PartyFacts, create_party, update_party
from crm.models import Party
from erp.access.actions import update_company
from erp.access.roles import Role
from erp.audit.context import acting
from erp.companies.actions import CompanyFacts
from erp.db.versions import Overtaken, Versioned, refuse_overtaken, version_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(world: World) -> Party:
    facts = PartyFacts(name="Elgrossen Vest AS", roles=frozenset({"supplier"}), phone="55 10 20 30")
    return create_party(company=world.fjord, by=world.ola, facts=facts)


def opened(client: Client, world: World, name: str, *args: Any) -> tuple[str, dict[str, str]]:
    """Open a form as Ola; returns its address and what it would send."""
    client.force_login(world.ola)
    url = reverse(name, args=[world.fjord.slug, *args])
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form}
    return url, {
        name: "on" if value is True else value
        for name, value in sent.items()
        if value not in (None, False, "")
    }


def assert_refused(answer: Any, who: str) -> None:
    assert answer.status_code == 422
    (told,) = answer.context["form"].non_field_errors()
    assert who in told
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", told)


def test_a_party_that_another_has_changed_is_not_written_over(
    client: Client, world: World, party: Party
) -> None:
    url, form = opened(client, world, "party_edit", party.pk)
    facts = PartyFacts(name=party.name, phone="99 99 99 99", roles=frozenset({"supplier"}))
    with acting(by=world.eva, address="test"):
        update_party(company=world.fjord, by=world.eva, party=party, facts=facts)
    for _again in range(2):
        answer = client.post(url, form | {"email": "post@elgrossen.example"})
        assert_refused(answer, "Eva Eier")
        assert 'value="post@elgrossen.example"' in answer.content.decode()
    party.refresh_from_db()
    assert (party.phone, party.email) == ("99 99 99 99", "")
    url, form = opened(client, world, "party_edit", party.pk)
    assert client.post(url, form | {"email": "post@elgrossen.example"}).status_code == 302
    party.refresh_from_db()
    assert (party.phone, party.email) == ("99 99 99 99", "post@elgrossen.example")


def test_an_address_is_a_part_of_its_party(client: Client, world: World, party: Party) -> None:
    url, form = opened(client, world, "party_edit", party.pk)
    facts = PartyFacts(
        name=party.name, phone=party.phone, street="Kaien 1", roles=frozenset({"supplier"})
    )
    update_party(company=world.fjord, by=world.eva, party=party, facts=facts)
    assert_refused(client.post(url, form), "Regna")
    assert AddressFacts(lines="Kaien 1").lines in client.get(url).content.decode()


def test_the_companys_settings(client: Client, world: World) -> None:
    client.force_login(world.eva)
    url = reverse("company_settings", args=[world.fjord.slug])
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form} | {"vat_registered": "on"}
    facts = CompanyFacts(
        name="Fjord AS", orgnr=world.fjord.orgnr, vat_registered=True, city="Bergen"
    )
    with acting(by=world.ola, address="test"):
        update_company(company=world.fjord, by=world.eva, facts=facts)
    assert_refused(client.post(url, sent | {"phone": "55"}), "Ola Nordmann")
    world.fjord.refresh_from_db()
    assert (world.fjord.city, world.fjord.phone) == ("Bergen", "")


def test_an_account(client: Client, world: World) -> None:
    account = Account.objects.for_company(world.fjord).get(number="6500")
    url, form = opened(client, world, "chart_account", account.pk)
    assert client.post(url, form | {"name": "Småverktøy"}).status_code == 302
    assert_refused(client.post(url, form | {"is_locked": "on"}), "Ola Nordmann")
    account.refresh_from_db()
    assert (account.name, account.is_locked) == ("Småverktøy", False)


def test_coding_defaults_also_where_there_were_none(
    client: Client, world: World, party: Party
) -> None:
    account = Account.objects.for_company(world.fjord).get(number="6500")
    url, form = opened(client, world, "party_defaults_panel", party.pk)
    set_party_defaults(
        company=world.fjord, by=world.ola, party=party, account=account, vat_code=None
    )
    assert_refused(client.post(url, form | {"vat_code": ""}), "Regna")
    kept = defaults_of(world.fjord, party)
    assert kept is not None
    assert kept.account == account


def test_coding_defaults_are_saved_twice_from_the_same_panel(
    client: Client, world: World, party: Party
) -> None:
    url, form = opened(client, world, "party_defaults_panel", party.pk)
    first = client.post(url, form)
    assert first.status_code == 200
    assert (
        client.post(url, {"version": first.context["form"]["version"].value()}).status_code == 200
    )
    assert client.post(url, {"version": form["version"]}).status_code == 422


@pytest.mark.parametrize("version", ["x", "0", "1.2.3.4", "999999999999999999999"])
def test_a_version_that_never_was_is_refused(world: World, party: Party, version: str) -> None:
    with pytest.raises(Overtaken):
        refuse_overtaken([Versioned(Party, {"pgh_obj_id": party.pk})], version)


def test_what_has_no_history_yet_has_a_version_too(world: World, party: Party) -> None:
    assert version_of([Versioned(Party, {"pgh_obj_id": 0})]) == "0"
    with pytest.raises(Overtaken):
        refuse_overtaken([Versioned(Party, {"pgh_obj_id": 0})], "7")


def test_a_form_without_the_right_is_refused_as_before(
    client: Client, world: World, party: Party
) -> None:
    client.force_login(world.people[Role.AUDITOR])
    assert client.post(reverse("party_edit", args=[world.fjord.slug, party.pk])).status_code == 403
