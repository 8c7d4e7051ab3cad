"""The overview's panels: figures of the months, what is owed by age, and who may see them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounting.reports.key_figures import key_figures
from accounting.reports.months import latest_months
from crm.models import Party
from erp.access.roles import Role
from tests.world import TODAY, World, line, open_last_year, post

pytestmark = pytest.mark.django_db
PANELS = ("key_figures", "result_by_month", "overdue_items", "latest_vouchers")


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Tryggfjord", customer_number=10001)


def sale(world: World, customer: Party, gross: str, due: date, day: date = TODAY) -> None:
    owed = line("1500", gross, party=customer.pk, due_date=due, invoice_number="17")
    post(world, owed, line("3000", f"-{gross}", "3"), day=day, kind="customer_invoice")


def test_the_latest_months_show_income_cost_result_and_what_the_bank_ended_at(world: World) -> None:
    open_last_year(world)
    post(world, line("1920", "5000.00"), line("2000", "-5000.00"), day=date(2025, 3, 1))
    post(world, line("1920", "900.00"), line("3100", "-900.00"), day=date(2026, 10, 5))
    post(world, line("6800", "400.00"), line("1920", "-400.00"), day=date(2026, 10, 20))
    post(world, line("6800", "150.00"), line("1920", "-150.00"), day=TODAY)
    *before, october, november = latest_months(world.fjord, TODAY)
    assert (october.income, october.cost, october.result) == (900, 400, 500)
    assert (november.income, november.result, november.bank) == (0, -150, Decimal("5350.00"))
    figures = key_figures(world.fjord, TODAY)
    assert (figures.year, figures.income, figures.result) == (2026, 900, 350)
    assert (figures.bank, figures.bank_moved) == (Decimal("5350.00"), Decimal("-150.00"))
    assert len(before) == 10
    assert {(month.result, month.bank) for month in before} == {(0, Decimal("5000.00"))}


def test_what_customers_owe_is_told_by_how_long_it_is_overdue(
    world: World, customer: Party
) -> None:
    for gross, days in (("125.00", 3), ("250.00", -1), ("500.00", -20), ("1000.00", -45)):
        sale(world, customer, gross, TODAY + timedelta(days=days))
    owed = key_figures(world.fjord, TODAY).customers
    assert owed.ages == (Decimal(125), Decimal(250), Decimal(500), Decimal(1000))
    assert (owed.total, owed.overdue, owed.soon) == (1875, 1750, 125)
    assert owed.overdue_items == 3


def test_panels_show_what_was_posted_with_few_queries(
    client: Client, world: World, customer: Party
) -> None:
    open_last_year(world)
    sale(world, customer, "1250.00", TODAY - timedelta(days=400), TODAY - timedelta(days=420))
    sale(world, customer, "2500.00", TODAY)
    client.force_login(world.ola)
    for name in PANELS:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(name, args=[world.fjord.slug]))
        assert answer.status_code == 200
        assert len([q for q in queries if "set_config" not in q["sql"]]) <= 15, name
    overdue = client.get(reverse("overdue_items", args=[world.fjord.slug])).content.decode()
    assert "Tryggfjord" in overdue
    assert "1\u00a0250,00" in overdue


def test_a_company_without_vouchers_has_empty_panels(client: Client, world: World) -> None:
    client.force_login(world.ola)
    for name in PANELS:
        assert client.get(reverse(name, args=[world.fjord.slug])).status_code == 200


def test_panels_are_for_those_who_may_see_the_ledger(client: Client, world: World) -> None:
    client.force_login(world.people[Role.EMPLOYEE])
    for name in PANELS:
        assert client.get(reverse(name, args=[world.fjord.slug])).status_code == 403
    client.force_login(world.per)
    for name in PANELS:
        assert client.get(reverse(name, args=[world.fjord.slug])).status_code == 404


def test_the_menu_of_new_things_begins_with_a_voucher_and_is_not_there_for_who_makes_none(
    client: Client, world: World
) -> None:
    home = f"/{world.fjord.slug}/"
    client.force_login(world.ola)
    menu = client.get(home).content.decode().split('id="new-menu"')[1].split("</div>")[0]
    assert re.findall(r'<a [^>]*href="/[^/]+/([^"]+)"', menu)[:2] == [
        "accounting/vouchers/new/",
        "inbox/sending/",
    ]
    assert "vat-codes" not in menu
    client.force_login(world.people[Role.AUDITOR])
    assert 'id="new-menu"' not in client.get(home).content.decode()
