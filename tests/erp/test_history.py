"""Historikk: what changed, from what to what, by whom and why, for those who may see the object."""

import pytest
from django.test import Client

from accounting.ledger.models import Account
from accounting.party_defaults.actions import set_party_defaults
from crm.actions import PartyFacts, create_party, update_party
from crm.models import Party, PartyContact
from erp.access.roles import Role
from erp.audit.context import acting, because
from erp.audit.queries import history_of
from erp.audit.registry import subject_of, subjects
from erp.companies.scope import Scope, set_scope
from tests.world import World

pytestmark = pytest.mark.django_db


def a_party(world: World) -> Party:
    """A supplier made by Ola, then renamed with a reason, then given a contact."""
    facts = PartyFacts(name="Elgrossen Vest", roles=frozenset({"supplier"}))
    with acting(by=world.ola, address="test"):
        party = create_party(company=world.fjord, by=world.ola, facts=facts)
    with acting(by=world.eva, address="test"), because("Nytt navn i registeret"):
        renamed = PartyFacts(name="Elgrossen Vest AS", roles=frozenset({"supplier"}))
        update_party(company=world.fjord, by=world.eva, party=party, facts=renamed)
    PartyContact.objects.create(company=world.fjord, party=party, name="Nora Nygård")
    return party


def test_history_tells_what_changed_by_whom_and_why(world: World) -> None:
    party = a_party(world)
    subject = subject_of("party")
    assert subject
    events = history_of(world.fjord, subject, party.pk)
    renamed = next(event for event in events if event.reason)
    made = next(event for event in events if event.who == "Ola Nordmann")
    contact = next(event for event in events if event.what.endswith("kontakt"))
    assert [(c.label, c.before, c.after) for c in renamed.changes] == [
        ("Navn", "Elgrossen Vest", "Elgrossen Vest AS")
    ]
    assert (renamed.who, renamed.reason) == ("Eva Eier", "Nytt navn i registeret")
    assert "Elgrossen Vest" in [change.after for change in made.changes]
    assert contact.who == "Regna"
    assert [(c.label, c.after) for c in contact.changes] == [("Navn", "Nora Nygård")]


def test_the_page_shows_it_to_those_who_may_see_the_object(world: World, client: Client) -> None:
    party = a_party(world)
    address = f"/{world.fjord.slug}/history/party/{party.pk}/"
    set_scope(Scope())
    client.force_login(world.ola)
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Elgrossen Vest AS" in shown.content.decode()
    client.force_login(world.people[Role.EMPLOYEE])
    assert client.get(address).status_code == 403
    client.force_login(world.per)
    assert client.get(address).status_code == 404
    assert client.get(f"/{world.tind.slug}/history/party/{party.pk}/").status_code == 404


def test_a_part_is_told_to_those_alone_who_may_see_it(world: World, client: Client) -> None:
    party = a_party(world)
    account = Account.objects.for_company(world.fjord).get(number="6500")
    set_party_defaults(
        company=world.fjord, by=world.ola, party=party, account=account, vat_code=None
    )
    set_scope(Scope())
    for role, told in ((Role.ACCOUNTANT, True), (Role.SALES, False)):
        client.force_login(world.people[role])
        shown = client.get(f"/{world.fjord.slug}/history/party/{party.pk}/").content.decode()
        assert "Elgrossen Vest AS" in shown
        assert ("6500" in shown) is told


def test_a_history_of_one_company_is_not_read_by_another(world: World) -> None:
    party = a_party(world)
    subject = subject_of("party")
    assert subject
    assert history_of(world.tind, subject, party.pk) == []


def test_every_subject_has_a_model_with_history(world: World) -> None:
    for subject in subjects():
        assert history_of(world.fjord, subject, 0) == []


def test_queries_do_not_grow_with_changes(
    world: World, client: Client, django_assert_max_num_queries: object
) -> None:
    party = a_party(world)
    for number in range(12):
        PartyContact.objects.create(company=world.fjord, party=party, name=f"Kontakt {number}")
    set_scope(Scope())
    client.force_login(world.ola)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(f"/{world.fjord.slug}/history/party/{party.pk}/")
