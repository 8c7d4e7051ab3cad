"""The ledger of an account as a page: opening, running balance over pages, counter accounts, ways on, exports."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounting.ledger.actions import post_vouchers
from accounting.ledger.models import Dimension, DimensionValue
from crm.models import Party
from erp.access.roles import Role
from erp.files.actions import store_file
from tests.accounting.pages import address, csv_of, plain, queries_of, rows_of, xlsx_of
from tests.world import World, draft, line, open_last_year, post

pytestmark = pytest.mark.django_db


def shown(client: Client, world: World, account: str = "1920", **query: str) -> Any:
    client.force_login(world.ola)
    return client.get(address(world, "ledger"), {"account": account, "year": "2026"} | query)


def column(answer: Any, name: str) -> list[str]:
    names = [c.name for c in answer.context["table"].columns]
    return [row[names.index(name)] for row in rows_of(answer)]


def balances(answer: Any) -> list[str]:
    return [plain(row.object.balance) for row in answer.context["table"].rows]


@pytest.fixture
def many(world: World) -> World:
    """120 payments of one krone each, two a day, after an opening of 1 000 kroner the year before."""
    open_last_year(world)
    post(world, line("1920", "1000.00"), line("2000", "-1000.00"), day=date(2025, 12, 31))
    drafts = [
        draft(
            line("1920", "1.00"), line("3100", "-1.00"), day=date(2026, 1 + at // 60, 1 + at % 28)
        )
        for at in range(120)
    ]
    post_vouchers(drafts, company=world.fjord, by=world.ola)
    return world


def follow(client: Client, answer: Any, way: str = "next_url") -> Any:
    return client.get(getattr(answer.context["table"].page, way))


def test_the_balance_runs_on_over_pages_and_back(client: Client, many: World) -> None:
    first = shown(client, many)
    second = follow(client, first)
    third = follow(client, second)
    assert [len(rows_of(page)) for page in (first, second, third)] == [50, 50, 20]
    running = [*balances(first), *balances(second), *balances(third)]
    assert running == [f"{1001 + at}.00" for at in range(120)]
    assert balances(follow(client, third, "previous_url")) == balances(second)
    assert third.context["closing"] == Decimal("1120.00")


def test_the_balance_runs_the_other_way_with_the_latest_first(client: Client, many: World) -> None:
    first = shown(client, many, sort="-date")
    second = follow(client, first)
    assert balances(first)[:2] == ["1120.00", "1119.00"]
    assert balances(first)[-1] == "1071.00"
    assert balances(second)[0] == "1070.00"


def test_opening_and_closing_frame_the_months_asked_for(client: Client, many: World) -> None:
    answer = shown(client, many, first="2", last="2")
    frame = [str(answer.context[name]) for name in ("opening", "debit", "credit", "closing")]
    assert frame == ["1060.00", "60.00", "0.00", "1120.00"]
    assert balances(answer)[0] == "1061.00"


def test_a_result_account_opens_at_zero_with_its_year(client: Client, world: World) -> None:
    open_last_year(world)
    for day in (date(2025, 12, 31), date(2026, 1, 2)):
        post(world, line("1920", "10.00"), line("3100", "-10.00"), day=day)
    answer = shown(client, world, "3100")
    assert (answer.context["opening"], balances(answer)) == (0, ["-10.00"])
    assert shown(client, world, "1920").context["opening"] == 10


def test_counter_accounts_are_those_on_the_other_side(client: Client, world: World) -> None:
    post(
        world,
        line("6800", "125.00", "1"),
        line("7320", "50.00"),
        line("6340", "-5.00"),
        line("1920", "-170.00"),
    )
    assert column(shown(client, world, "1920"), "counter") == ["2710, 6800, 7320"]
    assert column(shown(client, world, "6800"), "counter") == ["1920, 6340"]
    assert column(shown(client, world, "6340"), "counter") == ["2710, 6800, 7320"]


def test_each_line_leads_to_its_voucher_and_from_there_to_the_document(
    client: Client, world: World
) -> None:
    file = store_file(
        company=world.fjord,
        by=world.ola,
        name="kvittering.txt",
        content=b"Kvittering 17",
        permission="ledger.view",
    )
    voucher = post(
        world, line("6800", "10.00"), line("1920", "-10.00"), document=file.pk, stamp_number=7
    )
    (row,) = shown(client, world).context["table"].rows
    assert row.url == address(world, "voucher", voucher.pk)
    page = client.get(row.url).content.decode()
    assert address(world, "file_download", file.pk) in page
    assert f"{address(world, 'ledger')}?account=6800&amp;year=2026" in page
    download = client.get(address(world, "file_download", file.pk))
    assert b"".join(download.streaming_content) == b"Kvittering 17"


@pytest.fixture
def rich(world: World) -> World:
    """Entries with party, VAT code, department, project and a text that a spreadsheet might run."""
    supplier = Party.objects.create(company=world.fjord, name="Elgrossen AS", supplier_number=20001)
    for kind, code in (("department", "10"), ("project", "2041")):
        dimension = Dimension.objects.get(company=world.fjord, kind=kind)
        DimensionValue.objects.create(
            company=world.fjord, dimension=dimension, code=code, name=code
        )
    where = {"department": "10", "project": "2041"}
    post(world, line("2400", "-1234.50", party=supplier.pk), line("4300", "1234.50", "1", **where))
    post(
        world,
        line("2400", "1234.50", party=supplier.pk, text="=SUM(A1)"),
        line("1920", "-1234.50"),
        kind="bank",
    )
    return world


def test_csv_and_xlsx_hold_what_the_page_shows(client: Client, rich: World) -> None:
    answer = shown(client, rich, "2400")
    table = answer.context["table"]
    on_page = rows_of(answer)
    names = [c.name for c in table.columns]
    from_csv = csv_of(shown(client, rich, "2400", export="csv"))
    from_xlsx = xlsx_of(shown(client, rich, "2400", export="xlsx"))
    assert len(on_page) == len(from_csv) - 2 == len(from_xlsx) - 2 == 2
    for page_row, csv_row, xlsx_row in zip(on_page, from_csv[1:-1], from_xlsx[1:-1], strict=True):
        seen = dict(zip(names, page_row, strict=True))
        for name, text, value in zip(names, csv_row, xlsx_row, strict=True):
            if name in ("debit", "credit", "balance"):
                amount = Decimal(text.replace(",", ".") or "0")
                shows = text if amount or name == "balance" else ""
                assert seen[name].replace(" ", "") == shows
                assert Decimal(str(value or 0)) == amount
            elif name == "date":
                assert seen[name] == text == f"{value:%d.%m.%Y}"
            else:
                assert seen[name] == text.removeprefix("'") == (value or "")
    assert from_csv[2][names.index("text")] == "'=SUM(A1)"


@pytest.mark.parametrize(
    ("sort", "balances_told"),
    [
        ("date", ["1000,00", "1001,00", "1002,00"]),
        ("-date", ["1120,00", "1120,00", "1119,00"]),
    ],
)
def test_an_export_begins_and_ends_as_the_page_with_a_balance_on_every_line(
    client: Client, many: World, sort: str, balances_told: list[str]
) -> None:
    names = [c.name for c in shown(client, many).context["table"].columns]
    rows = [
        dict(zip(names, row, strict=True))
        for row in csv_of(shown(client, many, export="csv", sort=sort))
    ]
    assert len(rows) == 122
    assert [row["balance"] for row in rows[:3]] == balances_told
    opening, closing = (rows[0], rows[-1]) if sort == "date" else (rows[-1], rows[0])
    assert (opening["balance"], opening["debit"], opening["voucher"]) == ("1000,00", "", "")
    told = {name: closing[name] for name in ("debit", "credit", "balance")}
    assert told == {"debit": "120,00", "credit": "0,00", "balance": "1120,00"}
    assert rows[-2]["balance"] == ("1120,00" if sort == "date" else "1001,00")
    first, *_between, last = xlsx_of(shown(client, many, export="xlsx", sort=sort))
    at = names.index("balance")
    assert {first[at], last[at]} == {1000, 1120}


def test_dimensions_narrow_entries_opening_and_balance(client: Client, rich: World) -> None:
    post(rich, line("4300", "100.00"), line("1920", "-100.00"))
    assert balances(shown(client, rich, "4300")) == ["987.60", "1087.60"]
    narrow = shown(client, rich, "4300", department="10", project="2041")
    assert (balances(narrow), narrow.context["closing"]) == (["987.60"], Decimal("987.60"))
    assert shown(client, rich, "4300", department="77").status_code == 422
    assert shown(client, rich, "4300", free="KAM=V26").status_code == 422
    assert shown(client, rich, "4300", free="=").status_code == 422


def test_nothing_no_account_and_an_unknown_account_are_said(client: Client, world: World) -> None:
    post(world, line("1920", "10.00"), line("3100", "-10.00"))
    assert shown(client, world, "6800").context["table"].rows == []
    for unknown in ("9999", "", "«»", "1" * 300, "\x00", "9\x00999"):
        answer = shown(client, world, unknown)
        assert answer.status_code == 200
        assert answer.context["account"] is None


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, world: World) -> None:
    url = f"{address(world, 'ledger')}?account=1920&year=2026"
    client.force_login(world.ola)
    pair = (line("1920", "10.00"), line("3100", "-10.00"))
    for _ in range(3):
        post(world, *pair)
    few = queries_of(client, url)
    post_vouchers([draft(*pair)] * 27, company=world.fjord, by=world.ola)
    assert queries_of(client, url) == few
    assert queries_of(client, address(world, "trial_balance")) <= 15


def test_the_ledger_is_for_those_who_may_see_it_in_their_own_company(
    client: Client, world: World
) -> None:
    post(world, line("1920", "10.00"), line("3100", "-10.00"))
    for role, status in ((Role.AUDITOR, 200), (Role.SALES, 403), (Role.EMPLOYEE, 403)):
        client.force_login(world.people[role])
        answer = client.get(address(world, "ledger"), {"account": "1920"})
        assert answer.status_code == status
    client.force_login(world.per)
    assert client.get(address(world, "ledger"), {"account": "1920"}).status_code == 404
