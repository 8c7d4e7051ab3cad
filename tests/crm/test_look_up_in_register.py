"""Looking up in Enhetsregisteret: what is found, what we have already, and a register that does not answer."""

from typing import Any

import pytest
from django.conf import settings

from crm.forms import initial_of_unit
from crm.queries.register import RegisterAnswer, is_standin, look_up, manager_of, statuses_of
from erp.companies.scope import company_scope
from integrations.brreg.messages import Address, Unit
from integrations.brreg.standin import Fault, StandIn
from integrations.brreg.units import UNITS
from tests.crm.parties import ORGNR, make_foreign, make_party
from tests.world import World

pytestmark = pytest.mark.django_db
BY_NAME = {unit.name: unit for unit in UNITS}


@pytest.mark.parametrize("text", [ORGNR, "921 345 674", " NO 921 345 674 MVA ", "no921345674mva"])
def test_a_number_in_any_spelling_finds_its_unit(
    world: World, register: StandIn, text: str
) -> None:
    found = look_up(world.fjord, text)
    assert found.chosen and found.chosen.unit.name == "FJORDGLØTT ELEKTRO AS"
    assert (found.chosen.party, found.problem) == (None, "")


def test_a_name_finds_the_most_alike_and_says_how_many_there_are(
    world: World, register: StandIn
) -> None:
    found = look_up(world.fjord, "vestkyst")
    assert (len(found.hits), found.total, found.chosen) == (10, 25, None)


def test_what_we_have_already_is_told(world: World, register: StandIn) -> None:
    ours = make_party(world, orgnr=ORGNR)
    found = look_up(world.fjord, ORGNR)
    assert found.chosen and found.chosen.party == ours
    with company_scope(world.tind.pk):
        theirs = look_up(world.tind, "fjordgløtt")
        assert [hit.party for hit in theirs.hits] == [None]
        make_foreign(world.tind, orgnr="921345682")
    assert [hit.party for hit in look_up(world.fjord, "brekke rør").hits] == [None]


@pytest.mark.parametrize(
    "text", ["921345675", "92134567", "921345836", "921345828", "finnes ikke", "x"]
)
def test_what_is_not_found_is_said_in_words(world: World, register: StandIn, text: str) -> None:
    found = look_up(world.fjord, text)
    assert (found.hits, bool(found.problem), found.text) == ((), True, text)


def test_a_wrong_number_is_not_asked_for(world: World, register: StandIn) -> None:
    look_up(world.fjord, "921345675")
    assert register.asked == []


def test_nothing_typed_asks_nothing(world: World, register: StandIn) -> None:
    assert look_up(world.fjord, " \x00 ") == RegisterAnswer()
    assert register.asked == []


@pytest.mark.parametrize("text", [ORGNR, "fjordgløtt"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.TOO_MANY, Fault.CUT, Fault.MALFORMED])
def test_a_register_that_does_not_answer_is_a_message(
    world: World, register: StandIn, fault: Fault, text: str
) -> None:
    register.faults.append(fault)
    found = look_up(world.fjord, text)
    assert (found.hits, bool(found.problem)) == ((), True)


def test_a_refusal_is_a_message(world: World, register: StandIn) -> None:
    register.faults.append(Fault.REDIRECT)
    assert look_up(world.fjord, "fjordgløtt").problem


def test_the_daily_manager_is_told_or_left_out(register: StandIn) -> None:
    assert manager_of(ORGNR) == "Liv Marie Fjære"
    assert manager_of("921345739") == ""
    assert manager_of("921345836") == ""
    register.faults.append(Fault.ERROR)
    assert manager_of(ORGNR) == ""


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("FJORDGLØTT ELEKTRO AS", ["pos", "info"]),
        ("NABOLAGETS VENNER", ["pos", ""]),
        ("KONKURS BYGG AS", ["neg", "info"]),
        ("SNART SLUTT AS", ["warn", ""]),
        ("SLETTET UTLEIE", ["neg"]),
    ],
)
def test_what_one_should_know_of_a_unit(name: str, kinds: list[str]) -> None:
    assert [kind for _text, kind in statuses_of(BY_NAME[name])] == kinds


def test_a_unit_fills_the_form() -> None:
    assert initial_of_unit(BY_NAME["FJORDGLØTT ELEKTRO AS"]) == {
        "kind": "organisation",
        "orgnr": "921345674",
        "name": "FJORDGLØTT ELEKTRO AS",
        "vat_registered": True,
        "street": "Strandgata 8",
        "postal_code": "6800",
        "city": "FØRDE",
        "country": "NO",
        "email": "post@fjordglttelektroas.example",
        "phone": "55 10 56 74",
        "website": "www.fjordglttelektroas.example",
        "postal_lines": "Postboks 674",
        "postal_postal_code": "6800",
        "postal_city": "FØRDE",
    }


@pytest.mark.parametrize(
    ("business", "postal", "expected"),
    [
        (None, None, ("", "NO", None)),
        (None, Address(("Postboks 1",), "5003", "BERGEN"), ("Postboks 1", "NO", None)),
        (Address(("Gata 1",)), Address(("Gata 1",)), ("Gata 1", "NO", None)),
        (Address(("Gatan 1",), "1", "X", "SE"), Address(("Boks",)), ("Gatan 1", "SE", None)),
        (Address(("A", "B")), Address(("Boks",)), ("A, B", "NO", "Boks")),
    ],
)
def test_addresses_fill_the_form_as_far_as_it_has_room(
    business: Address | None, postal: Address | None, expected: tuple[Any, ...]
) -> None:
    unit = Unit(ORGNR, "X", business_address=business, postal_address=postal)
    initial = initial_of_unit(unit)
    assert (initial["street"], initial["country"], initial.get("postal_lines")) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://data.brreg.no/enhetsregisteret/api", False),
        ("http://127.0.0.1:8123/enhetsregisteret/api", True),
    ],
)
def test_only_a_register_on_this_machine_is_the_stand_in(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: bool
) -> None:
    monkeypatch.setattr(settings, "BRREG_URL", address)
    assert is_standin() is expected
