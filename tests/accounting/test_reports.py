"""Trial balance and ledger as pages: sums by class, the way down and back with the selection kept, exports."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.models import Account, DimensionValue
from accounting.reports.presets import presets_of
from erp.access.roles import Role
from tests.world import TODAY, World, line, open_last_year, post

pytestmark = pytest.mark.django_db


def address(world: World, name: str = "trial_balance") -> str:
    return reverse(name, args=[world.fjord.slug])


@pytest.fixture
def books(world: World) -> World:
    """Capital of 2025, a sale and two costs of 2026."""
    open_last_year(world)
    post(world, line("1920", "5000.00"), line("2000", "-5000.00"), day=date(2025, 3, 1))
    post(world, line("1920", "1250.00"), line("3000", "-1250.00", "3"), day=date(2026, 10, 5))
    post(world, line("6300", "300.00"), line("1920", "-300.00"), day=date(2026, 10, 20))
    post(world, line("6800", "125.00", "1"), line("1920", "-125.00"), day=TODAY)
    return world


def shown(client: Client, world: World, name: str = "trial_balance", **query: str) -> Any:
    client.force_login(world.ola)
    return client.get(address(world, name), {"year": "2026"} | query)


def amounts(cells: Any) -> list[str]:
    return [cell.text.replace("\u00a0", " ") for cell in cells[1:]]


def test_accounts_stand_by_class_with_sums_and_the_foot_parts_balance_from_result(
    client: Client, books: World
) -> None:
    table = shown(client, books).context["table"]
    assert [str(section.label)[:1] for section in table.sections] == ["1", "2", "3", "6"]
    assert [[row.object.number for row in section.rows] for section in table.sections] == [
        ["1920"],
        ["2000", "2700", "2710"],
        ["3000"],
        ["6300", "6800"],
    ]
    assert amounts(table.sections[1].foot) == ["−5 000,00", "25,00", "250,00", "−5 225,00"]
    assert amounts(table.sections[3].foot) == ["0,00", "400,00", "0,00", "400,00"]
    assert [amounts(foot.cells) for foot in table.feet] == [
        ["0,00", "1 275,00", "675,00", "600,00"],
        ["0,00", "400,00", "1 000,00", "−600,00"],
        ["0,00", "1 675,00", "1 675,00", "0,00"],
    ]


def test_the_way_down_keeps_the_selection_and_the_way_back_returns_to_the_account(
    client: Client, books: World
) -> None:
    (row,) = shown(client, books, first="10", last="11").context["table"].sections[0].rows
    down = urlsplit(row.url)
    assert parse_qs(down.query) == {
        "account": ["1920"],
        "year": ["2026"],
        "first": ["10"],
        "last": ["11"],
    }
    ledger = client.get(row.url)
    account = Account.objects.get(company=books.fjord, number="1920")
    back = urlsplit(ledger.context["up_url"])
    assert parse_qs(back.query) == {"year": ["2026"], "first": ["10"], "last": ["11"]}
    assert back.fragment == f"trial-balance-{account.pk}"
    assert f'id="{back.fragment}"' in client.get(ledger.context["up_url"]).content.decode()


def test_the_ledger_opens_moves_and_closes_as_the_trial_balance_says(
    client: Client, books: World
) -> None:
    context = shown(client, books, "ledger", account="1920").context
    figures = [context[name] for name in ("opening", "debit", "credit", "closing")]
    assert figures == [Decimal(5000), Decimal(1250), Decimal(425), Decimal(5825)]
    entries = [row.object for row in context["table"].rows]
    assert [entry.balance for entry in entries] == [6250, 5950, 5825]
    assert entries[0].counter_accounts == ["2700", "3000"]
    assert amounts(context["table"].foot)[-1] == "5 825,00"


def test_the_ledger_finds_the_account_by_what_the_combobox_leaves_in_the_field(
    client: Client, books: World
) -> None:
    assert shown(client, books, "ledger", account="6300 Leie lokaler").context["account"]
    assert shown(client, books, "ledger", account="Leie").context["account"] is None


def test_a_department_narrows_both_and_is_named_above_them(client: Client, books: World) -> None:
    department = DimensionValue.objects.filter(
        company=books.fjord, dimension__kind="department"
    ).first()
    if department is None:
        from accounting.ledger.models import Dimension

        dimension = Dimension.objects.get(company=books.fjord, kind="department")
        department = DimensionValue.objects.create(
            company=books.fjord, dimension=dimension, code="30", name="Montasje"
        )
    post(
        books,
        line("6300", "70.00", department=department.code),
        line("1920", "-70.00"),
    )
    answer = shown(client, books, department=department.code)
    assert [row.object.number for row in answer.context["table"].rows] == ["6300"]
    assert department.code in answer.context["form"].chosen
    assert answer.context["presets"][0].url.count(f"department={department.code}") == 1


def test_the_export_holds_every_figure_also_those_the_page_leaves_blank(
    client: Client, books: World
) -> None:
    answer = shown(client, books, export="csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "1920;Bank, driftskonto;5000.00;1250.00;425.00;5825.00".replace(".", ",")
    assert lines[-1].startswith("6800;")
    assert ";0,00;" in lines[2]


@pytest.mark.parametrize("query", [{"first": "12", "last": "1"}, {"year": "1999"}, {"first": "x"}])
def test_a_selection_that_cannot_be_read_is_said(
    client: Client, books: World, query: dict[str, str]
) -> None:
    for name in ("trial_balance", "ledger"):
        answer = shown(client, books, name, **({"account": "1920"} | query))
        assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_presets_are_this_month_the_year_so_far_and_whole_years(
    client: Client, books: World
) -> None:
    form = shown(client, books, first="1", last="11").context["form"]
    found = presets_of(form, "/x/", TODAY, {"account": "1920"})
    assert [preset.url for preset in found] == [
        f"/x/?account=1920&year={year}&first={first}&last={last}"
        for year, first, last in ((2026, 11, 11), (2026, 1, 11), (2026, 1, 12), (2025, 1, 12))
    ]
    assert [preset.current for preset in found] == [False, True, False, False]


def test_reports_are_for_those_who_may_see_the_ledger(client: Client, books: World) -> None:
    for user, status in ((books.people[Role.SALES], 403), (books.per, 404)):
        client.force_login(user)
        for name in ("trial_balance", "ledger"):
            assert client.get(address(books, name)).status_code == status
