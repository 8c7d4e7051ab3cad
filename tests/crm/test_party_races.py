"""Real races: two who make the same party at once, and many who take numbers of one series."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from crm.actions import (
    AddressFacts,
    PartyExists,
    PartyFacts,
    SupplierFacts,
    add_address,
    add_bank_account,
    add_contact,
    change_address,
    create_party,
    find_or_create_supplier,
    give_role,
    remove_address,
    update_party,
)
from crm.actions.contacts import ContactFacts
from crm.actions.parties import versioned_party
from crm.models import Party, PartyAddress, PartyBankAccount, PartyContact
from erp.companies.scope import company_scope
from erp.db.versions import Overtaken, version_of
from tests.accounting.threads import PATIENCE, race
from tests.crm.parties import ORGNR, make_party
from tests.world import TODAY, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(world: World, action: Callable[[int], Any], times: int) -> list[Any]:
    """Call an action in so many threads, each with a connection of its own, that all begin together."""
    barrier = threading.Barrier(times)

    def run(number: int) -> Any:
        try:
            with company_scope(world.fjord.pk):
                barrier.wait(10)
                return action(number)
        except PartyExists as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def supplier(number: int, **facts: Any) -> PartyFacts:
    return PartyFacts(name=f"Leverandør {number}", roles=frozenset({"supplier"}), **facts)


def test_the_same_organisation_number_makes_one_party_and_clear_errors(world: World) -> None:
    results = at_once(
        world,
        lambda n: create_party(company=world.fjord, by=world.ola, facts=supplier(n, orgnr=ORGNR)),
        4,
    )
    (made,) = [result for result in results if isinstance(result, Party)]
    refusals = [result for result in results if isinstance(result, PartyExists)]
    assert len(refusals) == 3
    assert {refusal.party.pk for refusal in refusals} == {made.pk}
    assert Party.objects.filter(orgnr=ORGNR).count() == 1
    assert make_party(world, "Den neste").supplier_number == 20002, "no number is lost"


def test_a_double_click_makes_one_party(world: World) -> None:
    made = at_once(
        world,
        lambda _n: create_party(
            company=world.fjord, by=world.ola, facts=supplier(1), source_key="double-click"
        ),
        3,
    )
    assert len({party.pk for party in made}) == 1
    assert make_party(world, "Den neste").supplier_number == 20002


def test_numbers_have_neither_gap_nor_double(world: World) -> None:
    made = at_once(
        world,
        lambda n: create_party(company=world.fjord, by=world.ola, facts=supplier(n)),
        8,
    )
    assert sorted(party.supplier_number for party in made) == list(range(20001, 20009))


def test_the_same_role_given_twice_at_once_is_one_number(world: World) -> None:
    party = make_party(world)
    at_once(
        world,
        lambda _n: give_role(company=world.fjord, by=world.ola, party=party, role="customer"),
        3,
    )
    party.refresh_from_db()
    assert party.customer_number == 10001
    assert make_party(world, "B", roles=frozenset({"customer"})).customer_number == 10002


def test_two_invoices_of_a_new_supplier_find_one_party(world: World) -> None:
    facts = SupplierFacts(name="Elgrossen Vest AS", orgnr=ORGNR, bank_account="86011117947")
    found = at_once(
        world,
        lambda n: find_or_create_supplier(
            company=world.fjord, by=world.ola, facts=facts, source_reference=f"Bilag {n}"
        ),
        4,
    )
    assert len({party.pk for party, _made, _how in found}) == 1
    assert sorted(made for _party, made, _how in found) == [False, False, False, True]
    assert PartyBankAccount.objects.filter(party=found[0][0]).count() == 1


def test_what_belongs_to_a_party_is_added_once(world: World) -> None:
    party = make_party(world)
    common = {"company": world.fjord, "by": world.ola, "party": party}
    contact, address = ContactFacts("Nora Nygård"), AddressFacts("Kaia 1", "5003", "Bergen")
    at_once(world, lambda _n: add_contact(**common, facts=contact), 3)
    at_once(world, lambda _n: add_address(**common, kind="invoice", facts=address), 3)
    at_once(world, lambda _n: add_bank_account(**common, account="86011117947", since=TODAY), 3)
    for model in (PartyContact, PartyAddress, PartyBankAccount):
        assert model.objects.filter(party=party).count() == 1


@pytest.mark.parametrize("how", ["changed", "removed"])
def test_an_address_that_is_being_changed_is_not_written_over_by_its_party(
    world: World, how: str
) -> None:
    party = make_party(world, "A", street="Kaien 1")
    address = PartyAddress.objects.for_company(world.fjord).get(party=party)
    by = {"company": world.fjord, "by": world.ola}
    version = version_of(versioned_party(party.pk))
    facts = PartyFacts(name="A", street="Kaien 2", roles=frozenset({"supplier"}))

    def change() -> None:
        if how == "changed":
            change_address(**by, address=address, facts=AddressFacts(lines="Torget 5"))
        else:
            remove_address(**by, address=address)

    with race(world.scope) as both:
        both.first(change)
        second = both.then(lambda: update_party(**by, party=party, facts=facts, version=version))
        both.commit()
        assert isinstance(second.exception(PATIENCE), Overtaken)
    kept = PartyAddress.objects.for_company(world.fjord).filter(party=party)
    assert [each.lines for each in kept] == (["Torget 5"] if how == "changed" else [])
