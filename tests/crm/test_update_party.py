"""Changing a party, its roles and whether it is in use; what was not told to change stays."""

import pytest
from django.core.exceptions import PermissionDenied

from crm.actions import (
    PartyExists,
    PartyFacts,
    PartyRefused,
    activate_party,
    add_address,
    deactivate_party,
    give_role,
    update_party,
)
from crm.actions.facts import AddressFacts
from crm.models import Party, PartyAddress
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import ORGNR, OTHER_ORGNR, make_foreign, make_party
from tests.world import World

pytestmark = pytest.mark.django_db


def change(world: World, party: Party, **facts: object) -> Party:
    values = {"name": party.name, "orgnr": party.orgnr} | facts
    return update_party(
        company=world.fjord,
        by=world.ola,
        party=party,
        facts=PartyFacts(**values),  # type: ignore[arg-type]
    )


def test_what_was_told_is_changed(world: World) -> None:
    party = make_party(world, orgnr=ORGNR)
    changed = change(world, party, name="Elgrossen AS", vat_registered=True, customer_terms_days=30)
    assert (changed.name, changed.vat_registered, changed.customer_terms_days) == (
        "Elgrossen AS",
        True,
        30,
    )


def test_a_role_keeps_its_number_and_more_can_be_given(world: World) -> None:
    party = make_party(world)
    changed = change(world, party, roles=frozenset({"customer"}))
    assert (changed.supplier_number, changed.customer_number) == (20001, 10001)


def test_being_of_the_group_can_be_taken_back(world: World) -> None:
    party = make_party(world, roles=frozenset({"group", "supplier"}))
    assert not change(world, party).is_group_company


def test_a_party_out_of_use_stays_so_when_it_is_changed(world: World) -> None:
    party = deactivate_party(company=world.fjord, by=world.ola, party=make_party(world))
    assert not change(world, party, name="Nytt navn").is_active
    assert activate_party(company=world.fjord, by=world.ola, party=party).is_active
    assert activate_party(company=world.fjord, by=world.ola, party=party).is_active


def test_an_emptied_business_address_goes_and_others_stay(world: World) -> None:
    party = make_party(world, street="Kaia 1", city="Bergen")
    invoice = AddressFacts("Postboks 3", "5003", "Bergen")
    add_address(company=world.fjord, by=world.ola, party=party, kind="invoice", facts=invoice)
    change(world, party)
    assert [a.kind for a in PartyAddress.objects.filter(party=party)] == ["invoice"]


def test_another_partys_organisation_number_is_refused(world: World) -> None:
    first = make_party(world, orgnr=ORGNR)
    other = make_party(world, "Brekke", orgnr=OTHER_ORGNR)
    with pytest.raises(PartyExists) as refused:
        change(world, other, orgnr=ORGNR)
    assert refused.value.party == first
    assert change(world, first, name="Eget nummer er ikke et annet").orgnr == ORGNR


def test_problems_are_told_and_nothing_is_changed(world: World) -> None:
    party = make_party(world, orgnr=ORGNR)
    with pytest.raises(PartyRefused) as refused:
        change(world, party, name="", orgnr="1")
    assert [p.field for p in refused.value.problems] == ["name", "orgnr"]
    party.refresh_from_db()
    assert (party.name, party.orgnr) == ("Elgrossen Vest AS", ORGNR)


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(PartyRefused):
        give_role(company=world.fjord, by=world.ola, party=make_party(world), role="friend")


def test_each_change_needs_the_right(world: World) -> None:
    party, kari = make_party(world), world.people[Role.APPROVER]
    for action in (deactivate_party, activate_party):
        with pytest.raises(PermissionDenied):
            action(company=world.fjord, by=kari, party=party)
    with pytest.raises(PermissionDenied):
        update_party(company=world.fjord, by=kari, party=party, facts=PartyFacts("X"))
    with pytest.raises(PermissionDenied):
        give_role(company=world.fjord, by=kari, party=party, role="customer")


def test_another_companys_party_is_not_changed(world: World) -> None:
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    with pytest.raises(AssertionError):
        change(world, theirs, name="Vårt")
    with pytest.raises(AssertionError):
        deactivate_party(company=world.fjord, by=world.ola, party=theirs)
