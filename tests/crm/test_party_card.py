"""The card of a party: who it is, what belongs to it, and what may be done with it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.actions import AddressFacts, ContactFacts, add_contact
from crm.models import Party
from erp.access.models import User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import ORGNR, make_foreign, make_party, url
from tests.world import World

pytestmark = pytest.mark.django_db
ACTIONS = ("party_edit", "party_role", "party_deactivate", "party_contact_new", "party_address_new")


def shown(browser: Client, world: World, party: Party) -> str:
    answer = browser.get(url(world, "party", party.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_card_shows_who_it_is_and_what_belongs_to_it(world: World, ola: Client) -> None:
    party = make_party(
        world,
        orgnr=ORGNR,
        vat_registered=True,
        roles=frozenset({"customer", "supplier"}),
        street="Kaia 1",
        postal_code="5003",
        city="Bergen",
        phone="55 10 20 30",
        email="post@x.example",
        website="www.x.example",
        customer_terms_days=21,
        note="Ring <b>først</b>",
        postal_address=AddressFacts("Postboks 9", "5004", "Bergen"),
    )
    add_contact(company=world.fjord, by=world.ola, party=party, facts=ContactFacts("Nora Nygård"))
    card = shown(ola, world, party)
    for text in (
        "10001",
        "20001",
        "921 345 674",
        "Kaia 1, 5003 Bergen",
        "Postboks 9, 5004 Bergen",
        "Nora Nygård",
        "tel:55 10 20 30",
        "mailto:post@x.example",
        "www.x.example",
        "21",
        "Ring &lt;b&gt;først&lt;/b&gt;",
    ):
        assert text in card
    assert url(world, "history", "party", party.pk) in card
    for panel in ("party_items_panel", "party_defaults_panel"):
        assert url(world, panel, party.pk) in card


def test_roles_are_given_from_the_card(world: World, ola: Client) -> None:
    party = make_party(world)
    answer = ola.post(url(world, "party_role", party.pk), {"role": "customer"})
    assert answer.headers["Location"] == url(world, "party", party.pk)
    party.refresh_from_db()
    assert party.customer_number == 10001
    ola.post(url(world, "party_role", party.pk), {"role": "nonsense"})
    ola.post(url(world, "party_role", party.pk), {})
    assert 'value="employee"' in shown(ola, world, party)
    assert 'value="customer"' not in shown(ola, world, party)


def test_a_party_is_taken_out_of_use_and_back(world: World, ola: Client) -> None:
    party = make_party(world)
    ola.post(url(world, "party_deactivate", party.pk))
    party.refresh_from_db()
    assert not party.is_active
    card = shown(ola, world, party)
    assert url(world, "party_activate", party.pk) in card
    assert url(world, "party_deactivate", party.pk) not in card
    ola.post(url(world, "party_activate", party.pk))
    party.refresh_from_db()
    assert party.is_active


@pytest.mark.parametrize("name", ["party_role", "party_activate", "party_deactivate"])
def test_a_link_alone_changes_nothing(world: World, ola: Client, name: str) -> None:
    assert ola.get(url(world, name, make_party(world).pk)).status_code == 405


def test_who_may_only_see_is_offered_no_change(
    world: World, signed_in: Callable[[User], Client]
) -> None:
    party = make_party(world)
    browser = signed_in(world.people[Role.AUDITOR])
    card = shown(browser, world, party)
    for name in ACTIONS:
        assert url(world, name, party.pk) not in card
        assert browser.post(url(world, name, party.pk)).status_code == 403
    party.refresh_from_db()
    assert party.is_active and party.customer_number is None


def test_another_companys_card_is_not_there(world: World, ola: Client) -> None:
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    assert ola.get(url(world, "party", theirs.pk)).status_code == 404
    for name in ACTIONS:
        assert ola.post(url(world, name, theirs.pk), {"role": "customer"}).status_code == 404


def test_queries_do_not_grow_with_what_belongs_to_a_party(world: World, ola: Client) -> None:
    party = make_party(world)
    with CaptureQueriesContext(connection) as few:
        shown(ola, world, party)
    for number in range(20):
        facts = ContactFacts(f"Kontakt {number}")
        add_contact(company=world.fjord, by=world.ola, party=party, facts=facts)
    with CaptureQueriesContext(connection) as many:
        shown(ola, world, party)
    assert len(many) == len(few) <= 15
