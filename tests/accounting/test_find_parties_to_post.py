"""Parties proposed where an account is typed: by name, number or organisation number, as their control accounts."""

import pytest

from accounting.ledger.queries.lookups import (
    MOST,
    find_accounts,
    find_parties_to_post,
    find_posting_targets,
    word_begins,
)
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


def test_what_has_a_word_that_begins_so_comes_first(world: World) -> None:
    make_party(world, "Byggvare Vest AS", roles=frozenset({"supplier"}))
    labels = [hit.label for hit in find_posting_targets(world.fjord, "bygg")]
    assert "Forretningsbygg" in labels
    assert labels.index("Byggvare Vest AS") < labels.index("Forretningsbygg")
    assert len(labels) <= MOST


@pytest.mark.parametrize("text", ["bygg", "(", "\\", "25 %", "a.*b", "["])
def test_accounts_are_looked_up_by_any_text(world: World, text: str) -> None:
    names = [account.name for account in find_accounts(world.fjord, text)]
    ranks = [not word_begins(text, name) for name in names]
    assert all(text in name.lower() for name in names)
    if text.isalpha():
        assert ranks == sorted(ranks)
