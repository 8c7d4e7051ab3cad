"""The supplier of an arriving invoice: by number, account or exact name; else made from what the invoice tells."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from crm.actions import (
    PartyRefused,
    SupplierFacts,
    add_bank_account,
    deactivate_party,
    find_or_create_supplier,
)
from crm.models import Party, PartyBankAccount
from erp.access.roles import Role
from tests.crm.parties import ORGNR, make_party
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
ACCOUNT = "86011117947"


def supplier(world: World, **facts: Any) -> tuple[Party, bool, str]:
    values = {"name": "Elgrossen Vest AS"} | facts
    return find_or_create_supplier(
        company=world.fjord,
        by=world.people[Role.BOOKKEEPER],
        facts=SupplierFacts(**values),
        source_reference="Dokument 7",
    )


def test_a_new_one_is_made_with_its_account_and_where_it_comes_from(world: World) -> None:
    party, made, how = supplier(
        world, orgnr=ORGNR, vat_registered=True, city="Bergen", bank_account=ACCOUNT
    )
    assert (made, how, party.supplier_number, party.orgnr) == (True, "new", 20001, ORGNR)
    account = PartyBankAccount.objects.get(party=party)
    assert (account.account, account.source, account.source_reference) == (
        ACCOUNT,
        "invoice",
        "Dokument 7",
    )


def test_the_number_finds_a_customer_and_makes_it_a_supplier_too(world: World) -> None:
    customer = make_party(world, "Gammelt navn", orgnr=ORGNR, roles=frozenset({"customer"}))
    party, made, how = supplier(world, orgnr=ORGNR, bank_account=ACCOUNT)
    assert (party.pk, made, how) == (customer.pk, False, "orgnr")
    assert (party.customer_number, party.supplier_number) == (10001, 20001)
    assert not PartyBankAccount.objects.filter(party=party).exists(), "a person must trust it first"


def test_another_number_with_the_same_name_is_another_supplier(world: World) -> None:
    make_party(world, orgnr="921345682")
    assert supplier(world, orgnr=ORGNR)[1:] == (True, "new")


def test_without_a_number_the_account_finds_and_then_the_exact_name(world: World) -> None:
    known = make_party(world, "Elgrossen")
    add_bank_account(company=world.fjord, by=world.ola, party=known, account=ACCOUNT, since=TODAY)
    assert supplier(world, bank_account=ACCOUNT) == (known, False, "bank_account")
    assert supplier(world, name=" ELGROSSEN ") == (known, False, "name")


def test_letters_that_sort_alike_are_not_the_same_name(world: World) -> None:
    make_party(world, "Møller AS")
    assert supplier(world, name="Möller AS")[1:] == (True, "new")


def test_a_name_out_of_use_is_not_found(world: World) -> None:
    known = make_party(world)
    deactivate_party(company=world.fjord, by=world.ola, party=known)
    assert supplier(world)[1:] == (True, "new")


def test_a_number_that_cannot_be_right_does_not_make_the_supplier_anew_each_time(
    world: World,
) -> None:
    first, *_rest = supplier(world, orgnr="123456789")
    assert first.orgnr == ""
    assert supplier(world, orgnr="123456789") == (first, False, "name")


def test_what_a_party_cannot_have_does_not_stop_the_invoice(world: World) -> None:
    party, made, _how = supplier(
        world,
        orgnr="X" * 50,
        country="DE",
        email="a" * 300 + "@x.example",
        phone="1" * 60,
        bank_account="ikke en konto",
    )
    assert (made, party.orgnr, party.email, party.phone) == (True, "", "", "1" * 30)


def test_an_invoice_without_a_name_is_refused(world: World) -> None:
    with pytest.raises(PartyRefused):
        supplier(world, name="")


def test_who_may_not_post_documents_makes_no_supplier(world: World) -> None:
    with pytest.raises(PermissionDenied):
        find_or_create_supplier(
            company=world.fjord,
            by=world.people[Role.SALES],
            facts=SupplierFacts("X"),
            source_reference="",
        )
