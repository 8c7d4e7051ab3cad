"""The list of parties: filters, search, columns, export; and what comboboxes and the palette are told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.actions import deactivate_party
from crm.models import Party
from erp.access.models import User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import ORGNR, make_foreign, make_party, url
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(world: World) -> World:
    """A customer, a supplier that is both, one out of use, an employee; and a party of Tind AS."""
    make_party(world, "Havbris Marina AS", roles=frozenset({"customer"}), city="Stavanger")
    make_party(world, roles=frozenset({"customer", "supplier"}), orgnr=ORGNR, vat_registered=True)
    old = make_party(world, "Ute av bruk AS")
    deactivate_party(company=world.fjord, by=world.ola, party=old)
    make_party(world, "Anne Aas", kind="person", roles=frozenset({"employee"}))
    with company_scope(world.tind.pk):
        make_foreign(world.tind, "Tinds egen AS", roles=frozenset({"customer"}))
    return world


def names(answer: Any) -> list[str]:
    return [row.object.name for row in answer.context["table"].rows]


def test_all_parties_of_the_company_stand_in_order_of_name(listed: World, ola: Client) -> None:
    assert names(ola.get(url(listed, "parties"))) == [
        "Anne Aas",
        "Elgrossen Vest AS",
        "Havbris Marina AS",
        "Ute av bruk AS",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=customer", ["Elgrossen Vest AS", "Havbris Marina AS"]),
        ("role=supplier", ["Elgrossen Vest AS", "Ute av bruk AS"]),
        ("role=supplier&in_use=yes", ["Elgrossen Vest AS"]),
        ("in_use=no", ["Ute av bruk AS"]),
        ("role=employee", ["Anne Aas"]),
        ("role=group", []),
        ("role=nonsense&in_use=no", ["Ute av bruk AS"]),
        ("q=havbris", ["Havbris Marina AS"]),
        ("q=10002&role=customer", ["Elgrossen Vest AS"]),
        ("q=tinds egen", []),
        ("sort=-name&role=customer", ["Havbris Marina AS", "Elgrossen Vest AS"]),
        ("sort=customer_number&role=customer", ["Havbris Marina AS", "Elgrossen Vest AS"]),
        ("q=%00%F0%9F%A6%8C", []),
    ],
)
def test_filters_search_and_order(
    listed: World, ola: Client, query: str, expected: list[str]
) -> None:
    assert names(ola.get(f"{url(listed, 'parties')}?{query}")) == expected


def test_a_row_shows_numbers_place_and_leads_to_the_card(listed: World, ola: Client) -> None:
    answer = ola.get(url(listed, "parties"))
    rows = {row.object.name: row for row in answer.context["table"].rows}
    texts = {cell.column.name: cell.text for cell in rows["Elgrossen Vest AS"].cells}
    assert (texts["customer_number"], texts["supplier_number"]) == ("10002", "20001")
    assert "921 345 674" in answer.content.decode()
    havbris = rows["Havbris Marina AS"]
    assert next(c.text for c in havbris.cells if c.column.name == "city") == "Stavanger"
    assert havbris.url == url(listed, "party", havbris.key)


def test_the_employees_number_stands_among_employees(listed: World, ola: Client) -> None:
    def columns(query: str) -> list[str]:
        table = ola.get(url(listed, "parties") + query).context["table"]
        return [column.name for column in table.columns]

    assert "employee_number" not in columns("")
    assert "employee_number" in columns("?role=employee")


def test_the_export_has_what_the_screen_has_no_room_for(listed: World, ola: Client) -> None:
    answer = ola.get(url(listed, "parties") + "?export=csv&q=elgrossen")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1] == ("Elgrossen Vest AS;10002;20001;;921345674;;;;NO;ja;;14;30;ja")


def test_the_empty_list_says_what_to_do(world: World, ola: Client) -> None:
    answer = ola.get(url(world, "parties"))
    assert (answer.status_code, names(answer)) == (200, [])
    assert url(world, "party_new") in answer.content.decode()


def test_as_many_queries_for_thirty_as_for_three(world: World, ola: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ola.get(url(world, "parties") + "?q=leverandør")
        return len(queries)

    for number in range(3):
        make_party(world, f"Leverandør {number}", city="Bergen")
    few = asked()
    for number in range(27):
        make_party(world, f"Leverandør {number + 3}", city="Bergen")
    assert asked() == few <= 15


def test_comboboxes_get_parties_in_use_by_role(listed: World, ola: Client) -> None:
    def options(query: str) -> str:
        return ola.get(url(listed, "party_suggest") + query).content.decode()

    assert "Elgrossen" in options("?q=20001")
    assert "Havbris" not in options("?q=havbris&role=supplier")
    assert "Ute av bruk" not in options("?q=ute av")
    assert options("").count('role="option"') == 3
    assert "Tinds" not in options("?q=tinds")


def test_the_palette_finds_parties(listed: World, ola: Client) -> None:
    answer = ola.get(url(listed, "palette") + "?q=havbris")
    party = Party.objects.get(name="Havbris Marina AS")
    assert url(listed, "party", party.pk) in answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.EMPLOYEE, 403)])
def test_who_may_see_the_list(
    world: World, signed_in: Callable[[User], Client], role: Role, status: int
) -> None:
    assert signed_in(world.people[role]).get(url(world, "parties")).status_code == status
