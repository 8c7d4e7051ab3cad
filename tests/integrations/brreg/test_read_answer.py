"""Answers that are not as described: what is missing is empty, what is nonsense is refused, nothing crashes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.brreg.messages import (
    Address,
    MessageError,
    Unit,
    parse_roles,
    parse_search,
    parse_unit,
)

LEAST = {"organisasjonsnummer": "921345674", "navn": "FJORDGLØTT ELEKTRO AS"}


def unit(**fields: object) -> Unit:
    return parse_unit(json.dumps(LEAST | fields).encode())


def test_number_and_name_are_enough() -> None:
    assert unit() == Unit(orgnr="921345674", name="FJORDGLØTT ELEKTRO AS")


def test_fields_that_nobody_knows_are_allowed() -> None:
    assert unit(fremtidigFelt={"dypt": [1, 2]}) == unit()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"null",
        b'"tekst"',
        b"<html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"navn": "X"}',
        b'{"organisasjonsnummer": "921345674"}',
        b'{"organisasjonsnummer": 921345674, "navn": "X"}',
        b'{"organisasjonsnummer": "92134567", "navn": "X"}',
        '{"organisasjonsnummer": "٩٢١٣٤٥٦٧٤", "navn": "X"}'.encode(),
    ],
)
def test_nonsense_is_refused(answer: bytes) -> None:
    with pytest.raises(MessageError):
        parse_unit(answer)


def test_values_of_the_wrong_kind_count_as_missing() -> None:
    read = unit(
        konkurs="true",
        registrertIMvaregisteret=1,
        antallAnsatte=True,
        slettedato="i går",
        telefon=55102030,
        forretningsadresse="Gata 1",
        organisasjonsform=[],
    )
    assert read == unit()


def test_an_address_keeps_its_lines_and_drops_the_empty_ones() -> None:
    address = {"adresse": ["Gata 1", None, "", 7, "  Etasje 2 "], "postnummer": "5003"}
    assert unit(postadresse=address).postal_address == Address(("Gata 1", "Etasje 2"), "5003")


def test_forced_liquidation_is_liquidation() -> None:
    assert unit(underTvangsavviklingEllerTvangsopplosning=True).is_liquidating
    assert unit(underAvvikling=True).is_liquidating


def test_a_mobile_number_serves_where_there_is_no_telephone() -> None:
    assert unit(telefon="", mobil="900 00 000").phone == "900 00 000"


def test_what_no_database_can_keep_is_dropped() -> None:
    assert unit(navn="FJORD\x00GLØTT\ud800").name == "FJORDGLØTT"


def test_who_has_resigned_or_died_has_no_role() -> None:
    def role(**more: object) -> dict[str, object]:
        person = {"navn": {"fornavn": "Nora", "mellomnavn": "Li", "etternavn": "Nygård"}}
        return {"type": {"kode": "DAGL", "beskrivelse": "Daglig leder"}, "person": person} | more

    dead = {"person": {"navn": {"fornavn": "Ola"}, "erDoed": True}}
    roles = [role(), role(avregistrert=True), role(fratraadt=True), role(**dead), {"enhet": {}}]
    answer = json.dumps({"rollegrupper": [{"roller": roles}, None, {"roller": None}]}).encode()
    assert [role.person for role in parse_roles(answer)] == ["Nora Li Nygård"]


def test_a_search_without_a_list_has_found_nothing() -> None:
    assert parse_search(b'{"page": {"totalElements": 0}}').units == ()
    with pytest.raises(MessageError):
        parse_search(b'{"_embedded": {"enheter": {"navn": "X"}}}')
    with pytest.raises(MessageError):
        parse_search(b'{"_embedded": {"enheter": ["X"]}}')


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["navn", "adresse", "kode", "enheter", "roller", "person", "type"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)
NAMES = ["organisasjonsform", "postadresse", "forretningsadresse", "naeringskode1", "antallAnsatte"]


@given(st.dictionaries(st.sampled_from([*NAMES, "slettedato", "konkurs"]), ANYTHING))
def test_no_content_of_any_field_stops_the_reading(fields: dict[str, object]) -> None:
    assert unit(**fields).name == LEAST["navn"]


@given(st.dictionaries(st.sampled_from(["page", "_embedded", "rollegrupper"]), ANYTHING))
def test_any_answer_is_read_or_refused(answer: dict[str, object]) -> None:
    content = json.dumps(answer).encode()
    assert parse_roles(content) is not None
    try:
        parse_search(content)
    except MessageError:
        assert answer["_embedded"]
