"""Parties proposed where an account is typed: by name, number or organisation number, as their control accounts."""

import pytest

from accounting.ledger.queries.lookups import find_parties_to_post
from crm.actions import deactivate_party
from tests.crm.parties import ORGNR, make_party
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elgross", ["1500 10001", "2400 20001"]),
        ("20001", ["1500 10001", "2400 20001"]),
        (ORGNR, ["1500 10001", "2400 20001"]),
        ("99999", []),
        ("²", []),
        ("9" * 40, []),
    ],
)
def test_a_party_is_proposed_for_each_of_its_roles(
    world: World, text: str, found: list[str]
) -> None:
    make_party(world, orgnr=ORGNR, roles=frozenset({"customer", "supplier"}))
    hits = find_parties_to_post(world.fjord, text)
    assert sorted(hit.code for hit in hits) == found


def test_a_party_out_of_use_is_not_proposed(world: World) -> None:
    deactivate_party(company=world.fjord, by=world.ola, party=make_party(world))
    assert find_parties_to_post(world.fjord, "elgross") == []
