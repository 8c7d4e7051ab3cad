"""Making a party: numbers from series, all problems at once, once however often it is asked for."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from crm.actions import AddressFacts, PartyExists, PartyFacts, PartyRefused, create_party
from crm.models import Party, PartyAddress
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import ORGNR, make_foreign, make_party
from tests.world import World

pytestmark = pytest.mark.django_db


def test_each_role_has_a_number_of_its_own_series(world: World) -> None:
    both = make_party(world, roles=frozenset({"customer", "supplier"}))
    next_customer = make_party(world, "Havbris AS", roles=frozenset({"customer"}))
    employee = make_party(world, "Anne Aas", kind="person", roles=frozenset({"employee"}))
    assert (both.customer_number, both.supplier_number, both.employee_number) == (
        10001,
        20001,
        None,
    )
    assert (next_customer.customer_number, next_customer.supplier_number) == (10002, None)
    assert employee.employee_number == 1


def test_a_company_of_the_group_needs_no_number(world: World) -> None:
    party = make_party(world, roles=frozenset({"group"}))
    assert party.is_group_company
    assert (party.customer_number, party.supplier_number) == (None, None)


def test_everything_told_is_kept(world: World) -> None:
    party = make_party(
        world,
        name="  Elgrossen Vest AS ",
        orgnr=ORGNR,
        vat_registered=True,
        email="post@elgrossen.example",
        phone="55 10 20 30",
        website="www.elgrossen.example",
        street="Strandgata 8",
        postal_code="6800",
        city="Førde",
        supplier_terms_days=20,
        note="Ring først",
        postal_address=AddressFacts("Postboks 1", "6801", "Førde"),
    )
    kept = Party.objects.get(pk=party.pk)
    assert (kept.name, kept.orgnr, kept.vat_registered) == ("Elgrossen Vest AS", ORGNR, True)
    assert (kept.supplier_terms_days, kept.customer_terms_days) == (20, 14)
    assert (kept.phone, kept.website, kept.note) == (
        "55 10 20 30",
        "www.elgrossen.example",
        "Ring først",
    )
    addresses = {a.kind: str(a) for a in PartyAddress.objects.filter(party=party)}
    assert addresses == {
        "business": "Strandgata 8, 6800 Førde",
        "postal": "Postboks 1, 6801 Førde",
    }


def test_no_address_is_made_of_nothing(world: World) -> None:
    party = make_party(world, postal_address=AddressFacts(country="SE"))
    assert not PartyAddress.objects.filter(party=party).exists()


def test_all_problems_are_told_at_once_and_no_number_is_lost(world: World) -> None:
    with pytest.raises(PartyRefused) as refused:
        make_party(
            world, " ", orgnr="921345675", phone="5" * 31, roles=frozenset({"supplier", "friend"})
        )
    assert [p.field for p in refused.value.problems] == ["name", "orgnr", "roles", "phone"]
    assert make_party(world).supplier_number == 20001


def test_a_number_abroad_is_not_a_norwegian_one(world: World) -> None:
    assert make_party(world, orgnr="IE6388047V", country="IE").orgnr == "IE6388047V"


def test_the_same_organisation_number_leads_to_the_one_that_is_there(world: World) -> None:
    first = make_party(world, orgnr=ORGNR)
    with pytest.raises(PartyExists) as refused:
        make_party(world, "Et annet navn", orgnr=ORGNR)
    assert refused.value.party == first
    assert [p.field for p in refused.value.problems] == ["orgnr"]


def test_another_company_may_know_the_same_organisation(world: World) -> None:
    make_party(world, orgnr=ORGNR)
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind, orgnr=ORGNR, roles=frozenset({"supplier"}))
        assert theirs.supplier_number == 20001


def test_the_same_form_twice_makes_one_party(world: World) -> None:
    def send(name: str) -> Party:
        return create_party(
            company=world.fjord,
            by=world.ola,
            facts=PartyFacts(name=name, roles=frozenset({"customer"})),
            source_key="5b0a8d5e",
        )

    first = send("Havbris AS")
    assert send("Havbris AS").pk == first.pk
    assert Party.objects.filter(source_key="5b0a8d5e").count() == 1
    with pytest.raises(PartyRefused):
        send("Et annet navn")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.EMPLOYEE, Role.EXTERNAL])
def test_who_may_not_change_parties_is_refused(world: World, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        create_party(company=world.fjord, by=world.people[role], facts=PartyFacts(name="X"))


def test_another_companys_people_are_refused(world: World) -> None:
    with pytest.raises(PermissionDenied):
        create_party(company=world.fjord, by=world.per, facts=PartyFacts(name="X"))


@pytest.mark.parametrize(
    ("column", "value"), [("orgnr", ORGNR), ("supplier_number", 20001), ("source_key", "k")]
)
def test_postgresql_refuses_a_double_that_python_let_through(
    world: World, column: str, value: object
) -> None:
    def insert() -> None:
        Party.objects.create(company=world.fjord, name="X", **{column: value})

    insert()
    with pytest.raises(DatabaseError), transaction.atomic():
        insert()


def test_the_name_is_sorted_as_norwegians_sort(world: World) -> None:
    for name in ("Ås AS", "Ærlig AS", "elg AS", "Øst AS", "Zink AS", "Dal AS"):
        make_party(world, name)
    names = Party.objects.for_company(world.fjord).order_by("sort_name")
    assert list(names.values_list("name", flat=True)) == [
        "Dal AS",
        "elg AS",
        "Zink AS",
        "Ærlig AS",
        "Øst AS",
        "Ås AS",
    ]
