"""The register's own description and recorded answers, read as they are published."""

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.brreg.client import BrregClient, RegisterRefusal
from integrations.brreg.messages import (
    Address,
    Role,
    SearchPage,
    parse_roles,
    parse_search,
    parse_unit,
    search_json,
    unit_json,
)
from integrations.brreg.standin import PREFIX, StandIn
from integrations.brreg.units import UNITS
from tests.shared import shared


def example(name: str) -> bytes:
    return shared("standards", "brreg", "examples", f"{name}-response.json").read_bytes()


def description() -> dict[str, Any]:
    return json.loads(shared("standards", "brreg", "enhetsregisteret.json").read_text())  # type: ignore[no-any-return]


def test_a_unit_is_read_whole() -> None:
    unit = parse_unit(example("enheter-details"))
    assert (unit.orgnr, unit.name, unit.form, unit.form_name) == (
        "112233445",
        "SESAM STASJON",
        "AS",
        "Aksjeselskap",
    )
    assert unit.business_address == Address(("Tyvholmen 1",), "0101", "OSLO", "NO")
    assert unit.postal_address == Address(
        ("c/o reder K. Rusing", "Postboks 1752 Vika"), "0122", "OSLO", "NO"
    )
    assert (unit.industry, unit.industry_name, unit.employees) == ("52.292", "Skipsmegling", 50)
    assert (unit.vat_registered, unit.is_bankrupt, unit.is_liquidating) == (True, False, False)
    assert unit.deleted_on is None


def test_a_deleted_unit_has_its_date_and_little_else() -> None:
    unit = parse_unit(example("enheter-details-deleted"))
    assert (unit.name, unit.deleted_on) == ("SLETTET ENHET AS", date(2017, 10, 20))
    assert (unit.business_address, unit.vat_registered) == (None, False)


def test_a_sub_unit_is_read_as_a_unit_without_business_address() -> None:
    unit = parse_unit(example("underenheter-details"))
    assert (unit.orgnr, unit.form, unit.business_address) == ("776655441", "BEDR", None)


def test_a_search_is_read_with_its_place_among_the_pages() -> None:
    page = parse_search(example("enheter-search"))
    assert [unit.orgnr for unit in page.units] == ["112233445"]
    assert (page.number, page.pages, page.total) == (0, 1, 1)


def test_roles_are_read_with_the_names_of_people() -> None:
    assert parse_roles(example("enheter-roller-person")) == (
        Role("LEDE", "Styrets leder", "Ove Olsen"),
    )


def test_the_client_asks_only_what_is_described(brreg: BrregClient, register: StandIn) -> None:
    """Roles are the exception: their answer is published, their address is not."""
    brreg.unit("921345674")
    brreg.search("skodde", page=0, size=5)
    with pytest.raises(RegisterRefusal):
        brreg.unit("921345836")
    paths = description()["paths"]
    for asked in register.asked:
        parts = urlsplit(asked)
        path = parts.path.removeprefix(PREFIX)
        path = "/enheter/{organisasjonsnummer}" if path.count("/") == 2 else path
        known = {parameter["name"] for parameter in paths[path]["parameters"]}
        assert set(parse_qs(parts.query)) <= known


def test_the_stand_in_writes_units_as_described_and_as_recorded() -> None:
    """Every field is one of the description or of a recorded answer, and of its type."""
    kinds = {"string": str, "boolean": bool, "integer": int}
    described = description()["components"]["schemas"]["Enhet"]["properties"]
    recorded = json.loads(example("enheter-details"))
    later = {"epostadresse", "telefon", "hjemmeside"}  # After the description was taken.
    for unit in UNITS:
        for name, value in unit_json(unit).items():
            assert name in described or name in recorded or name in later | {"slettedato"}
            if kind := described.get(name, {}).get("type"):
                assert type(value) is kinds[kind]
    page = search_json(SearchPage(UNITS[:1], 0, 1, 1), 20)
    shape = json.loads(example("enheter-search"))
    assert set(page["page"]) == set(shape["page"])
    assert set(page["_embedded"]) == set(shape["_embedded"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_the_stand_in_writes_is_read_back(unit: Any) -> None:
    read = parse_unit(json.dumps(unit_json(unit)).encode())
    assert read == unit
