"""People to reach at a party: added, changed, removed, and still in the history."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from crm.actions import (
    ContactFacts,
    PartyRefused,
    add_contact,
    change_contact,
    remove_contact,
)
from crm.models import PartyContact
from erp.access.roles import Role
from erp.audit.queries import history_of
from erp.audit.registry import subject_of
from erp.companies.scope import company_scope
from tests.crm.parties import make_foreign, make_party, url
from tests.world import World

pytestmark = pytest.mark.django_db
NORA = {"name": "Nora Nygård", "title": "Innkjøp", "email": "nora@x.example", "phone": "900 00 000"}


def nora(world: World) -> PartyContact:
    """Nora, who buys for a supplier of Fjord AS."""
    return add_contact(
        company=world.fjord, by=world.ola, party=make_party(world), facts=ContactFacts(**NORA)
    )


def test_the_same_person_is_not_added_twice(world: World) -> None:
    first = nora(world)
    again = add_contact(
        company=world.fjord, by=world.ola, party=first.party, facts=ContactFacts(**NORA)
    )
    assert again.pk == first.pk


def test_a_change_and_a_removal_stand_in_the_history(world: World) -> None:
    contact = nora(world)
    facts = ContactFacts(**(NORA | {"title": "Innkjøpssjef"}))
    change_contact(company=world.fjord, by=world.ola, contact=contact, facts=facts)
    remove_contact(company=world.fjord, by=world.ola, contact=contact)
    remove_contact(company=world.fjord, by=world.ola, contact=contact)
    assert not PartyContact.objects.filter(party=contact.party).exists()
    subject = subject_of("party")
    assert subject
    events = history_of(world.fjord, subject, contact.party_id)
    changes = [(c.before, c.after) for event in events for c in event.changes]
    assert ("Innkjøp", "Innkjøpssjef") in changes
    # Whose contact it is says the page: the name stands once, as that of the party itself.
    assert [after for _before, after in changes].count(str(contact.party)) == 1
    assert [event.icon for event in events if event.icon == "trash"] == ["trash"]


def test_a_person_needs_a_name(world: World) -> None:
    contact = nora(world)
    for refuse in (
        lambda: add_contact(
            company=world.fjord, by=world.ola, party=contact.party, facts=ContactFacts(" ")
        ),
        lambda: change_contact(
            company=world.fjord, by=world.ola, contact=contact, facts=ContactFacts("")
        ),
    ):
        with pytest.raises(PartyRefused) as refused:
            refuse()
        assert [p.field for p in refused.value.problems] == ["name"]


def test_each_change_needs_the_right(world: World) -> None:
    contact, kari = nora(world), world.people[Role.APPROVER]
    facts = ContactFacts("X")
    with pytest.raises(PermissionDenied):
        add_contact(company=world.fjord, by=kari, party=contact.party, facts=facts)
    with pytest.raises(PermissionDenied):
        change_contact(company=world.fjord, by=kari, contact=contact, facts=facts)
    with pytest.raises(PermissionDenied):
        remove_contact(company=world.fjord, by=kari, contact=contact)


def test_the_pages_add_change_and_remove(world: World, ola: Client) -> None:
    party = make_party(world)
    new = url(world, "party_contact_new", party.pk)
    assert ola.get(new).status_code == 200
    assert ola.post(new, NORA).headers["Location"] == url(world, "party", party.pk)
    contact = PartyContact.objects.get(party=party)
    edit = url(world, "party_contact", party.pk, contact.pk)
    assert b'value="nora@x.example"' in ola.get(edit).content
    ola.post(edit, NORA | {"name": "Nora Li Nygård"})
    assert b"Nora Li Nyg" in ola.get(url(world, "party", party.pk)).content
    ola.post(url(world, "party_contact_remove", party.pk, contact.pk))
    assert not PartyContact.objects.filter(party=party).exists()
    assert ola.get(edit).status_code == 404


def test_what_is_wrong_stands_at_its_field(world: World, ola: Client) -> None:
    new = url(world, "party_contact_new", make_party(world).pk)
    answer = ola.post(new, {"name": "", "email": "nora", "phone": "1" * 31})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "email", "phone"}


def test_a_person_of_another_party_or_company_is_not_there(world: World, ola: Client) -> None:
    contact, other = nora(world), make_party(world, "En annen")
    assert ola.get(url(world, "party_contact", other.pk, contact.pk)).status_code == 404
    assert ola.post(url(world, "party_contact_remove", other.pk, contact.pk)).status_code == 404
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    assert ola.get(url(world, "party_contact_new", theirs.pk)).status_code == 404
    assert ola.post(url(world, "party_contact_new", theirs.pk), NORA).status_code == 404
