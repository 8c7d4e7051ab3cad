"""Addresses of a party: one of each kind, added, changed and removed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from crm.actions import AddressFacts, PartyRefused, add_address, change_address, remove_address
from crm.models import AddressKind, Party, PartyAddress
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import make_foreign, make_party, url
from tests.world import World

pytestmark = pytest.mark.django_db
KAIA = {"lines": "Kaia 1", "postal_code": "5003", "city": "Bergen", "country": "NO"}


def add(world: World, party: Party, kind: str = "invoice", **facts: str) -> PartyAddress:
    return add_address(
        company=world.fjord,
        by=world.ola,
        party=party,
        kind=kind,
        facts=AddressFacts(**(KAIA | facts)),
    )


def test_a_party_has_one_of_each_kind(world: World) -> None:
    party = make_party(world)
    for kind in AddressKind:
        add(world, party, kind)
    assert PartyAddress.objects.filter(party=party).count() == 4
    assert add(world, party).pk, "the same again is the first"
    with pytest.raises(PartyRefused) as refused:
        add(world, party, city="Oslo")
    assert [p.field for p in refused.value.problems] == ["kind"]


def test_postgresql_keeps_to_one_of_each_kind(world: World) -> None:
    address = add(world, make_party(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyAddress.objects.create(company=world.fjord, party=address.party, kind="invoice")


def test_a_change_keeps_the_kind(world: World) -> None:
    address = add(world, make_party(world))
    facts = AddressFacts("Torget 2", "0155", "Oslo")
    changed = change_address(company=world.fjord, by=world.ola, address=address, facts=facts)
    assert (changed.kind, str(changed)) == ("invoice", "Torget 2, 0155 Oslo")


def test_an_address_that_leads_nowhere_is_refused(world: World) -> None:
    party = make_party(world)
    address = add(world, party)
    for refuse in (
        lambda: add_address(
            company=world.fjord, by=world.ola, party=party, kind="postal", facts=AddressFacts()
        ),
        lambda: change_address(
            company=world.fjord, by=world.ola, address=address, facts=AddressFacts(" ")
        ),
    ):
        with pytest.raises(PartyRefused) as refused:
            refuse()
        assert [p.field for p in refused.value.problems] == ["lines"]


def test_a_removal_twice_is_one(world: World) -> None:
    address = add(world, make_party(world))
    for _turn in range(2):
        remove_address(company=world.fjord, by=world.ola, address=address)
    assert not PartyAddress.objects.filter(party=address.party).exists()


def test_each_change_needs_the_right(world: World) -> None:
    address, kari = add(world, make_party(world)), world.people[Role.APPROVER]
    facts = AddressFacts("X")
    with pytest.raises(PermissionDenied):
        add_address(company=world.fjord, by=kari, party=address.party, kind="postal", facts=facts)
    with pytest.raises(PermissionDenied):
        change_address(company=world.fjord, by=kari, address=address, facts=facts)
    with pytest.raises(PermissionDenied):
        remove_address(company=world.fjord, by=kari, address=address)


def test_the_pages_add_change_and_remove(world: World, ola: Client) -> None:
    party = make_party(world)
    new = url(world, "party_address_new", party.pk)
    assert ola.get(new).status_code == 200
    answer = ola.post(new, KAIA | {"kind": "delivery", "country": "no"})
    assert answer.headers["Location"] == url(world, "party", party.pk)
    address = PartyAddress.objects.get(party=party)
    assert (address.kind, address.country) == ("delivery", "NO")
    edit = url(world, "party_address", party.pk, address.pk)
    assert b'value="Kaia 1"' in ola.get(edit).content
    ola.post(edit, KAIA | {"lines": "Kaia 2"})
    assert b"Kaia 2, 5003 Bergen" in ola.get(url(world, "party", party.pk)).content
    ola.post(url(world, "party_address_remove", party.pk, address.pk))
    assert not PartyAddress.objects.filter(party=party).exists()


def test_a_kind_that_is_taken_is_no_choice(world: World, ola: Client) -> None:
    party = make_party(world)
    new = url(world, "party_address_new", party.pk)
    for kind in ("business", "postal", "invoice"):
        add(world, party, kind)
    answer = ola.post(new, KAIA | {"kind": "postal"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"kind"})
    add(world, party, "delivery")
    assert ola.get(new).headers["Location"] == url(world, "party", party.pk)


def test_what_is_wrong_stands_at_its_field(world: World, ola: Client) -> None:
    new = url(world, "party_address_new", make_party(world).pk)
    answer = ola.post(new, {"kind": "postal", "country": "N0", "postal_code": "5" * 13})
    assert (answer.status_code, set(answer.context["form"].errors)) == (
        422,
        {"country", "postal_code"},
    )
    answer = ola.post(new, {"kind": "postal", "country": "NO"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"lines"})


def test_an_address_of_another_party_or_company_is_not_there(world: World, ola: Client) -> None:
    address, other = add(world, make_party(world)), make_party(world, "En annen")
    assert ola.get(url(world, "party_address", other.pk, address.pk)).status_code == 404
    assert ola.post(url(world, "party_address_remove", other.pk, address.pk)).status_code == 404
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    assert ola.get(url(world, "party_address_new", theirs.pk)).status_code == 404
