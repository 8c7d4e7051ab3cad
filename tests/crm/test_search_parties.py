"""Finding parties by a part of the name or the beginning of a number, through indexes that row security allows."""

import pytest
from django.db import connection

from crm.queries import search
from crm.queries.parties import parties_of
from erp.companies.scope import company_scope
from tests.crm.parties import ORGNR, make_foreign, make_party
from tests.world import World

pytestmark = pytest.mark.django_db


def found(world: World, text: str) -> list[str]:
    """Return the names that a text finds at Fjord AS."""
    parties = search.matching(parties_of(world.fjord), text)
    return [party.name for party in parties.order_by("sort_name")]


@pytest.fixture
def register_of_five(world: World) -> World:
    """Five parties whose names share something."""
    make_party(world, "Elgrossen Vest AS", orgnr=ORGNR)
    make_party(world, "Vestavind Strøm AS", roles=frozenset({"customer", "supplier"}))
    make_party(world, "100% Rent AS", roles=frozenset({"customer"}))
    make_party(world, "Ære_være Ænes", roles=frozenset({"employee"}))
    make_party(world, "Elv og hav AS", orgnr="921345682", roles=frozenset({"group"}))
    return world


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("vest", ["Elgrossen Vest AS", "Vestavind Strøm AS"]),
        ("VEST AS", ["Elgrossen Vest AS"]),
        ("strøm", ["Vestavind Strøm AS"]),
        ("STRØM", ["Vestavind Strøm AS"]),
        ("ære", ["Ære_være Ænes"]),
        ("v og h", ["Elv og hav AS"]),
        ("m as", ["Vestavind Strøm AS"]),
        ("finnes ikke", []),
        ("00%", ["100% Rent AS"]),
        ("%%%", []),
        ("___", []),
        ("re_v", ["Ære_være Ænes"]),
        ("\\\\\\", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_part_of_the_name_finds(register_of_five: World, text: str, names: list[str]) -> None:
    assert found(register_of_five, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("el", ["Elgrossen Vest AS", "Elv og hav AS"]),
        ("EL", ["Elgrossen Vest AS", "Elv og hav AS"]),
        ("Æ", ["Ære_være Ænes"]),
        ("st", []),
    ],
)
def test_one_or_two_letters_begin_the_name(
    register_of_five: World, text: str, names: list[str]
) -> None:
    assert found(register_of_five, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("20001", ["Elgrossen Vest AS"]),
        ("20 002", ["Vestavind Strøm AS"]),
        ("10001", ["Vestavind Strøm AS"]),
        ("1", ["Ære_være Ænes"]),
        ("921345674", ["Elgrossen Vest AS"]),
        ("921 345 674", ["Elgrossen Vest AS"]),
        ("9213 45", ["Elgrossen Vest AS", "Elv og hav AS"]),
        ("9213456", ["Elgrossen Vest AS", "Elv og hav AS"]),
        ("99999", []),
        ("100", ["100% Rent AS"]),
        ("9" * 30, []),
        ("٩٢١", []),
    ],
)
def test_numbers_find(register_of_five: World, text: str, names: list[str]) -> None:
    assert found(register_of_five, text) == names


def test_more_names_than_trigrams_are_asked_for_are_found_all_the_same(
    register_of_five: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    assert found(register_of_five, "vest") == ["Elgrossen Vest AS", "Vestavind Strøm AS"]


def test_the_kernels_function_sees_only_the_companies_in_scope(world: World) -> None:
    ours = make_party(world, "Elgrossen Vest AS")
    with company_scope(world.tind.pk):
        make_foreign(world.tind, "Elgrossen hos Tind AS")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crm_parties_named('%%elgrossen%%', 10)")
        assert cursor.fetchall() == [(ours.pk,)]
    with company_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crm_parties_named('%%elgrossen%%', 10)")
        assert cursor.fetchall() == []
