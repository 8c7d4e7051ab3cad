"""What a voucher typed by hand says beyond its lines: free dimensions with look-up, day of delivery, a VAT term of its own."""

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import lock_vat_term, update_dimension
from accounting.ledger.models import Voucher
from accounting.vat.models import VatTerm
from tests.accounting.dimensions import make_cars, require, values_of_entry
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.world import World, entries_of, line, post

pytestmark = pytest.mark.django_db

RENT = {"account": "6300 Leie lokaler", "debit": "1 000,00"}
HOTEL = {"account": "7140 Reise", "debit": "1 120,00", "vat_code": "13"}
PAPER = {"account": "6800 Kontorrekvisita", "debit": "1 250,00", "vat_code": "1"}


def bank(amount: str) -> dict[str, str]:
    return {"account": "1920 Bankinnskudd", "credit": amount}


def send(client: Client, world: World, data: dict[str, str], name: str = "voucher_new") -> Any:
    client.force_login(world.ola)
    return client.post(address(world, name), data)


def errors_of(answer: Any) -> list[str]:
    """Return the places of all that is wrong."""
    return [place for place, _message in answer.context["form"].faults]


def test_each_free_dimension_in_use_has_a_cell_with_look_up(client: Client, world: World) -> None:
    client.force_login(world.ola)
    assert 'name="dimension_' not in client.get(address(world, "voucher_new")).content.decode()
    cars, gone = make_cars(world), make_cars(world, "GML")
    update_dimension(
        company=world.fjord, by=world.ola, dimension=gone.dimension, name="Gml", is_active=False
    )
    page = html.unescape(client.get(address(world, "voucher_new")).content.decode())
    look_up = f"{address(world, 'value_options')}?dimension={cars.dimension.pk}"
    assert (
        page.count(f'data-combo="{look_up}"') == 5
    )  # Four lines, and the one new ones are made of.
    assert f'name="{cars.cell}-__n__"' in page
    assert gone.cell not in page


def test_a_value_that_is_chosen_or_typed_is_posted(client: Client, world: World) -> None:
    cars, campaigns = make_cars(world), make_cars(world, "K.A-M")
    rent = RENT | {cars.cell: "EL12 Varebil", campaigns.cell: " EL12"}
    assert send(client, world, form(rent, bank("1000"))).status_code == 302
    assert values_of_entry(Voucher.objects.get(), "6300") == [cars.van.pk, campaigns.van.pk]


@pytest.mark.parametrize("typed", ["", "NIX", "DK7 Solgt bil"], ids=["none", "unknown", "sold"])
def test_what_a_dimension_lacks_is_told_at_its_cell_with_the_details_open(
    client: Client, world: World, typed: str
) -> None:
    cars = make_cars(world, "B.I.L")
    require(world, cars, "6300")
    for name, status in (("voucher_check", 200), ("voucher_new", 422)):
        answer = send(client, world, form(RENT | {cars.cell: typed}, bank("1000")), name)
        assert (answer.status_code, errors_of(answer)) == (status, [f"{cars.cell}-0"])
    shown = answer.context["form"].lines[0]
    assert (shown.has_details, shown.typed[cars.cell]) == (True, typed)
    assert not Voucher.objects.exists()


def test_the_day_of_delivery_decides_the_rate(client: Client, world: World) -> None:
    data = form(HOTEL, bank("1120"), vat_date="30.09.2021")
    preview = send(client, world, data, "voucher_check").context["vat_amount"]
    assert send(client, world, data).status_code == 302
    assert entries_of(Voucher.objects.get()) == {
        "7140": "1056.60",
        "2713": "63.40",
        "1920": "-1120.00",
    }
    assert str(preview) == "63.40"


def test_vat_goes_into_the_term_that_is_chosen(client: Client, world: World) -> None:
    data = form(PAPER, bank("1250"), vat_term_date="31.10")
    assert send(client, world, data).status_code == 302
    terms = Voucher.objects.get().entries.exclude(vat_term=None).values_list("vat_term", flat=True)
    (term,) = VatTerm.objects.filter(pk__in=terms)
    assert (term.start, term.end) == (date(2026, 9, 1), date(2026, 10, 31))
    shown = send(client, world, data | {"key": "x"}, "voucher_check")
    assert shown.context["vat_term"] == term


def test_a_chosen_term_that_is_locked_is_told_once_at_its_field_which_stands_open(
    client: Client, world: World
) -> None:
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"), day=date(2026, 10, 1))
    term = VatTerm.objects.for_company(world.fjord).get()
    lock_vat_term(company=world.fjord, by=world.ola, term=term)
    data = form(PAPER, HOTEL, bank("2370"), vat_term_date="01.10.2026")
    answer = send(client, world, data)
    assert (answer.status_code, errors_of(answer)) == (422, ["id_vat_term_date"])
    assert answer.context["form"].has_more
    assert send(client, world, data | {"vat_term_date": "01.12.2026"}).status_code == 302


def test_what_is_seldom_needed_is_closed_and_empty_on_the_next_voucher(
    client: Client, world: World
) -> None:
    answer = send(client, world, form(PAPER, bank("1250"), vat_term_date="31.10.2026"))
    following = client.get(answer["Location"]).context["form"]
    assert not following.has_more
    assert following.head["vat_term_date"].value() is None
