"""Free dimensions in the inbox: coded by cells of their own, required where the account says so, kept and proposed."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.ledger.actions import update_dimension
from accounting.ledger.checks import check_books
from accounting.ledger.models import Voucher
from accounting.party_defaults.actions import set_party_defaults
from inbox.actions import CodingRefused, TypedCoding, TypedCodingLine, post_document
from inbox.models import CodingLine, Document
from tests.accounting.dimensions import Cars, make_cars, require, values_of_entry
from tests.accounting.pages import MOST_QUERIES
from tests.inbox.documents import known_supplier, received
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def cars(world: World) -> Cars:
    return make_cars(world)


def post(world: World, document: Document, **dimensions: str) -> Document:
    line = TypedCodingLine("4300", Decimal("59100.00"), "1", dimensions=dimensions)
    coding = TypedCoding(date=TODAY, lines=(line,), number="40118")
    return post_document(company=world.fjord, by=world.ola, document=document, coding=coding)


def form(**cells: str) -> dict[str, str]:
    head = {"lines": "1", "date": "16.11.2026", "number": "40118"}
    line = {"account": "4300", "net": "59100,00", "vat_code": "1"} | cells
    return head | {f"{cell}-0": value for cell, value in line.items()}


def send(client: Client, world: World, document: Document, **cells: str) -> Any:
    client.force_login(world.ola)
    url = reverse("document_post", args=[world.fjord.slug, document.pk])
    return client.post(url, form(**cells))


def shown(client: Client, world: World, document: Document) -> Any:
    client.force_login(world.ola)
    return client.get(reverse("document", args=[world.fjord.slug, document.pk]))


# --- The action ---


def test_a_free_dimension_is_posted_and_kept_with_the_coding(world: World, cars: Cars) -> None:
    document = post(world, received(world), BIL="EL12")
    assert values_of_entry(document.voucher, "4300") == [cars.van.pk]
    assert CodingLine.objects.get(document=document).dimensions == {"BIL": "EL12"}
    assert check_books(world.fjord) == []


@pytest.mark.parametrize(
    "given", [{}, {"BIL": "DK7"}, {"BIL": "NIX"}], ids=["none", "out of use", "unknown"]
)
def test_what_a_required_dimension_lacks_is_told_at_its_cell(
    world: World, cars: Cars, given: dict[str, str]
) -> None:
    require(world, cars, "4300")
    document = received(world)
    with pytest.raises(CodingRefused) as refused:
        post(world, document, **given)
    assert {problem.field for problem in refused.value.problems} == {"lines.0.dimensions.BIL"}
    assert not Voucher.objects.exists()


def test_the_accounts_own_value_stands_in_where_nothing_is_typed(world: World, cars: Cars) -> None:
    require(world, cars, "4300", default=cars.van)
    document = post(world, received(world))
    assert values_of_entry(document.voucher, "4300") == [cars.van.pk]


def test_the_suppliers_values_are_proposed_but_not_what_is_out_of_use(
    world: World, cars: Cars
) -> None:
    supplier = known_supplier(world)
    chosen = {"party": supplier, "account": None, "vat_code": None, "by": world.ola}
    for value in (cars.sold, cars.van):
        set_party_defaults(company=world.fjord, **chosen, free_values=[value])
        line = CodingLine.objects.get(document=received(world, number=value.code))
        assert line.dimensions == ({"BIL": "EL12"} if value == cars.van else {})
    update_dimension(
        company=world.fjord, by=world.ola, dimension=cars.dimension, name="Bil", is_active=False
    )
    assert CodingLine.objects.get(document=received(world, number="3")).dimensions == {}


# --- The page ---


def test_the_cells_are_there_only_where_the_company_has_such_dimensions(
    client: Client, world: World
) -> None:
    document = received(world)
    assert "codeline__dimensions" not in shown(client, world, document).content.decode()
    cars = make_cars(world)
    page = shown(client, world, document).content.decode()
    look_up = reverse("value_options", args=[world.fjord.slug]) + f"?dimension={cars.dimension.pk}"
    for at in ("0", "__n__"):
        assert f'name="{cars.cell}-{at}"' in page
    assert page.count(f'data-combo="{look_up}"') == 2
    answer = client.get(look_up + "&q=vare")
    assert 'data-text="EL12 Varebil"' in answer.content.decode()
    assert "DK7" not in client.get(look_up).content.decode()


def test_a_chosen_value_is_posted_and_stands_in_the_coding_afterwards(
    client: Client, world: World, cars: Cars
) -> None:
    require(world, cars, "4300")
    document = received(world)
    assert send(client, world, document, **{cars.cell: "EL12 Varebil"}).status_code == 302
    assert values_of_entry(Voucher.objects.get(), "4300") == [cars.van.pk]
    typed = shown(client, world, document).context["form"].lines[0]
    assert typed[cars.cell] == "EL12 Varebil"


def test_one_key_posts_only_what_lacks_no_dimension(client: Client, world: World) -> None:
    known_supplier(world)
    document = received(world)
    for code, ready in (("BIL", True), ("KAM", False)):
        cars = make_cars(world, code)
        require(world, cars, "4300", default=cars.van if ready else None)
        assert shown(client, world, document).context["is_ready"] is ready


def test_many_dimensions_and_lines_ask_no_more_of_the_database(
    client: Client, world: World
) -> None:
    dimensions = [make_cars(world, f"D{number}") for number in range(6)]
    chosen = {"company": world.fjord, "by": world.ola, "account": None, "vat_code": None}
    values = [dimension.van for dimension in dimensions]
    set_party_defaults(**chosen, party=known_supplier(world), free_values=values)
    document = received(world)
    shown(client, world, document)  # Whoever is first after a change reads the master data.
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("document", args=[world.fjord.slug, document.pk]))
    assert len([q for q in queries if "set_config" not in q["sql"]]) <= MOST_QUERIES
    (row,) = page.context["form"].rows
    assert [cell.typed for cell in row["dimensions"]] == ["EL12 Varebil"] * 6


@pytest.mark.parametrize("typed", ["", "DK7 Solgt bil", "NIX", "el12", "EL12\x00"])
@pytest.mark.parametrize("code", ["BIL", "B.I-L"])
def test_a_missing_or_wrong_value_is_told_at_its_cell_and_nothing_is_lost(
    client: Client, world: World, typed: str, code: str
) -> None:
    cars = make_cars(world, code)
    require(world, cars, "4300")
    document = received(world)
    answer = send(client, world, document, **{cars.cell: typed, "project": ""})
    if typed.startswith("EL12"):
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    (row,) = answer.context["form"].rows
    assert set(row["errors"]) == {cars.cell}
    (cell,) = row["dimensions"]
    assert (cell.typed, bool(cell.error)) == (typed, True)
    assert not Voucher.objects.exists()


def test_a_cell_of_another_companys_dimension_is_no_cell(
    client: Client, world: World, cars: Cars
) -> None:
    answer = send(client, world, received(world), dimension_999999="EL12")
    assert answer.status_code == 302
    assert values_of_entry(Voucher.objects.get(), "4300") == []


def test_what_is_coded_is_told_in_words_by_the_history(
    client: Client, world: World, cars: Cars
) -> None:
    document = received(world)
    send(client, world, document, **{cars.cell: "EL12"})
    url = reverse("history", args=[world.fjord.slug, "document", document.pk])
    assert "BIL EL12" in client.get(url).content.decode()


# --- The supplier's card ---


def test_the_suppliers_value_is_set_on_its_card_and_read_by_whoever_may_see_it(
    client: Client, world: World, cars: Cars
) -> None:
    supplier = known_supplier(world)
    url = reverse("party_defaults_panel", args=[world.fjord.slug, supplier.pk])
    client.force_login(world.ola)
    for typed, status in (("NIX", 422), ("DK7", 422), ("EL12 Varebil", 200)):
        answer = client.post(url, {cars.cell: typed})
        assert (answer.status_code, set(answer.context["form"].errors)) == (
            status,
            {cars.cell} if status == 422 else set(),
        )
    assert CodingLine.objects.get(document=received(world)).dimensions == {"BIL": "EL12"}
    assert 'value="EL12 Varebil"' in client.get(url).content.decode()
    client.post(url, {cars.cell: ""})
    assert CodingLine.objects.get(document=received(world, number="2")).dimensions == {}
    client.force_login(world.per)
    assert client.post(url, {cars.cell: "EL12"}).status_code == 404
