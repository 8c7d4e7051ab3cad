"""What Enhetsregisteret answers, as plain data; and plain data as the register would write it.

Source: the register's OpenAPI description (Enhet, Organisasjonsform, Naeringskode). Its addresses, contact fields and
roles stand in recorded answers only. Fields that are unknown here are allowed, and any but number and name may be missing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MANAGER = "DAGL"


class MessageError(ValueError):
    """An answer that is not what the register's description says."""


@dataclass(frozen=True)
class Address:
    """An address (adresse); `country` is its two-letter code."""

    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    country: str = "NO"


@dataclass(frozen=True)
class Unit:
    """A unit (enhet) of the register: an organisation with a number of its own."""

    orgnr: str
    name: str
    form: str = ""
    form_name: str = ""
    business_address: Address | None = None
    postal_address: Address | None = None
    industry: str = ""
    industry_name: str = ""
    vat_registered: bool = False
    is_bankrupt: bool = False
    is_liquidating: bool = False
    deleted_on: date | None = None
    employees: int | None = None
    email: str = ""
    phone: str = ""
    website: str = ""


@dataclass(frozen=True)
class SearchPage:
    """A page of what a search found; `total` counts all pages."""

    units: tuple[Unit, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class Role:
    """A role (rolle) that a person has in a unit, such as DAGL, daily manager (daglig leder)."""

    code: str
    name: str
    person: str


def parse_unit(content: bytes) -> Unit:
    """Read the answer about one unit. Raises: MessageError."""
    return unit_of(loaded(content))


def parse_search(content: bytes) -> SearchPage:
    """Read a page of a search; what was not found is no list at all in the answer. Raises: MessageError."""
    answer = loaded(content)
    page = part(answer, "page")
    units = part(answer, "_embedded").get("enheter") or []
    if not isinstance(units, list):
        raise MessageError("enheter is not a list")
    return SearchPage(
        units=tuple(unit_of(unit) for unit in units),
        number=number(page, "number") or 0,
        pages=number(page, "totalPages") or 0,
        total=number(page, "totalElements") or len(units),
    )


def parse_roles(content: bytes) -> tuple[Role, ...]:
    """Read who has which role now; those who have resigned or died, and firms, are left out. Raises: MessageError."""
    found = []
    for group in listed(loaded(content), "rollegrupper"):
        for role in listed(group, "roller"):
            person = part(role, "person")
            if role.get("avregistrert") or role.get("fratraadt") or person.get("erDoed"):
                continue
            name = part(person, "navn")
            full = " ".join(
                filter(None, (text(name, key) for key in ("fornavn", "mellomnavn", "etternavn")))
            )
            kind = part(role, "type")
            if full:
                found.append(Role(text(kind, "kode"), text(kind, "beskrivelse"), full))
    return tuple(found)


def loaded(content: bytes) -> dict[str, Any]:
    """Return a JSON object."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise MessageError("not JSON") from error
    if not isinstance(answer, dict):
        raise MessageError("not a JSON object")
    return answer


def unit_of(answer: Any) -> Unit:
    """Return the unit that a JSON object tells of."""
    if not isinstance(answer, dict):
        raise MessageError("a unit is not a JSON object")
    orgnr, name = text(answer, "organisasjonsnummer"), text(answer, "navn")
    if not (orgnr.isascii() and orgnr.isdigit() and len(orgnr) == 9 and name):
        raise MessageError("a unit without number or name")
    form, industry = part(answer, "organisasjonsform"), part(answer, "naeringskode1")
    return Unit(
        orgnr=orgnr,
        name=name,
        form=text(form, "kode"),
        form_name=text(form, "beskrivelse"),
        business_address=address_of(answer.get("forretningsadresse")),
        postal_address=address_of(answer.get("postadresse")),
        industry=text(industry, "kode"),
        industry_name=text(industry, "beskrivelse"),
        vat_registered=answer.get("registrertIMvaregisteret") is True,
        is_bankrupt=answer.get("konkurs") is True,
        is_liquidating=answer.get("underAvvikling") is True
        or answer.get("underTvangsavviklingEllerTvangsopplosning") is True,
        deleted_on=day(answer, "slettedato"),
        employees=number(answer, "antallAnsatte"),
        email=text(answer, "epostadresse"),
        phone=text(answer, "telefon") or text(answer, "mobil"),
        website=text(answer, "hjemmeside"),
    )


def address_of(answer: Any) -> Address | None:
    """Return an address; its empty lines are dropped. None when there is none."""
    if not isinstance(answer, dict):
        return None
    lines = answer.get("adresse")
    return Address(
        lines=tuple(filter(None, map(clean, lines))) if isinstance(lines, list) else (),
        postal_code=text(answer, "postnummer"),
        city=text(answer, "poststed"),
        country=text(answer, "landkode") or "NO",
    )


def part(answer: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an object inside an object; an empty one when it is missing."""
    value = answer.get(name)
    return value if isinstance(value, dict) else {}


def listed(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects of a list inside an object."""
    value = answer.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(answer: dict[str, Any], name: str) -> str:
    """Return a text; empty when it is missing."""
    return clean(answer.get(name))


def clean(value: Any) -> str:
    """Return a text without what cannot be kept in a database: NUL, and halves of letters."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "ignore").decode().replace("\x00", "").strip()


def number(answer: dict[str, Any], name: str) -> int | None:
    """Return a whole number; None when it is missing."""
    value = answer.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(answer: dict[str, Any], name: str) -> date | None:
    """Return a date; the register also writes missing ones as empty texts."""
    try:
        return date.fromisoformat(text(answer, name)[:10])
    except ValueError:
        return None


def unit_json(unit: Unit) -> dict[str, Any]:
    """Write a unit as the register does: a deleted one has little left."""
    written: dict[str, Any] = {
        "organisasjonsnummer": unit.orgnr,
        "navn": unit.name,
        "organisasjonsform": {"kode": unit.form, "beskrivelse": unit.form_name},
    }
    if unit.deleted_on:
        return written | {"slettedato": unit.deleted_on.isoformat()}
    contact = {"hjemmeside": unit.website, "epostadresse": unit.email, "telefon": unit.phone}
    addresses = {
        "postadresse": unit.postal_address and address_json(unit.postal_address),
        "forretningsadresse": unit.business_address and address_json(unit.business_address),
    }
    written |= {name: value for name, value in (contact | addresses).items() if value}
    if unit.industry:
        written["naeringskode1"] = {"kode": unit.industry, "beskrivelse": unit.industry_name}
    if unit.employees is not None:
        written["antallAnsatte"] = unit.employees
    return written | {
        "registrertIMvaregisteret": unit.vat_registered,
        "konkurs": unit.is_bankrupt,
        "underAvvikling": unit.is_liquidating,
        "underTvangsavviklingEllerTvangsopplosning": False,
    }


def address_json(address: Address) -> dict[str, Any]:
    """Write an address as the register does."""
    return {
        "landkode": address.country,
        "postnummer": address.postal_code,
        "poststed": address.city,
        "adresse": list(address.lines),
    }


def search_json(page: SearchPage, size: int) -> dict[str, Any]:
    """Write a page of a search as the register does: without `_embedded` when nothing was found."""
    found = {"_embedded": {"enheter": [unit_json(unit) for unit in page.units]}}
    return (found if page.units else {}) | {
        "page": {
            "size": size,
            "totalElements": page.total,
            "totalPages": page.pages,
            "number": page.number,
        }
    }


def roles_json(roles: Sequence[Role]) -> dict[str, Any]:
    """Write roles as the register does: in groups, people with first and last name."""
    return {
        "rollegrupper": [
            {
                "type": {"kode": role.code, "beskrivelse": role.name},
                "roller": [
                    {
                        "type": {"kode": role.code, "beskrivelse": role.name},
                        "person": {"navn": names_json(role.person), "erDoed": False},
                        "avregistrert": False,
                    }
                ],
            }
            for role in roles
        ]
    }


def names_json(person: str) -> dict[str, str]:
    """Write a full name as the register does."""
    first, _space, last = person.rpartition(" ")
    return {"fornavn": first, "etternavn": last}
