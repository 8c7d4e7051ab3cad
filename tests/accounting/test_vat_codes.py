"""The product's own tables against the published ones: VAT codes, dated rates, chart with grouping codes."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from accounting.ledger.master import master_of
from accounting.ledger.models import Account
from accounting.vat.models import VatCode, VatRate
from tests.shared import shared
from tests.world import World

pytestmark = pytest.mark.django_db

LISTS = ("standards", "saf-t", "code-lists")
RATE_CLASSES = {
    "Regular rate": "regular",
    "Reduced rate, middle": "middle",
    "Reduced rate, raw fish": "raw_fish",
    "Reduced rate, low": "low",
    "Zero rate": "zero",
    "": "",
}
# How each code is reported (norwegian-accounting.md 2.2): output line, input line, both, basis without VAT, or not.
LINES = {
    "none": "0 20 21 22 7",
    "input": "1 11 12 13 14 15",
    "output": "3 31 32 33",
    "basis": "5 51 52 6 85",
    "reverse": "81 83 86 88 91",
    "reverse_cost": "82 84 87 89 92",
}
RATES = [
    ("regular", "2005-01-01", "25"),
    ("regular", "2026-11-24", "25"),
    ("middle", "2012-01-01", "15"),
    ("middle", "2026-11-24", "15"),
    ("low", "2005-12-31", None),
    ("low", "2006-01-01", "8"),
    ("low", "2015-12-31", "8"),
    ("low", "2016-01-01", "10"),
    ("low", "2017-12-31", "10"),
    ("low", "2018-01-01", "12"),
    ("low", "2020-03-31", "12"),
    ("low", "2020-04-01", "6"),
    ("low", "2021-09-30", "6"),
    ("low", "2021-10-01", "12"),
    ("low", "2026-11-24", "12"),
    ("raw_fish", "2026-11-24", "11.11"),
    ("zero", "1999-01-01", "0"),
]


def published(name: str) -> list[dict[str, str]]:
    with shared(*LISTS, name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_standard_code_is_there_with_its_rate_and_right_to_compensation(
    world: World,
) -> None:
    ours = {code.standard_code: code for code in VatCode.objects.for_company(world.fjord)}
    standard = published("Standard_Tax_Codes.csv")
    assert len(standard) == 30
    assert set(ours) == {row["Code"] for row in standard}
    for row in standard:
        code = ours[row["Code"]]
        assert code.rate_class == RATE_CLASSES[row["TaxRate"]], code
        assert code.gives_compensation == (row["Compensation"] == "TRUE"), code
        assert (code.code, code.is_active) == (code.standard_code, True)


def test_every_code_does_what_its_line_in_the_return_says(world: World) -> None:
    kinds = {code: kind for kind, codes in LINES.items() for code in codes.split()}
    ours = VatCode.objects.for_company(world.fjord).select_related(
        "output_account", "input_account"
    )
    for code in ours:
        assert code.kind == kinds[code.code], code
        assert code.in_return == (code.kind != "none"), code
        owes = code.kind in ("output", "reverse", "reverse_cost")
        deducts = code.kind in ("input", "reverse")
        assert (code.output_account is not None, code.input_account is not None) == (owes, deducts)
        for account in (code.output_account, code.input_account):
            assert account is None or (account.is_vat_account and account.grouping_code == "2740")


@pytest.mark.parametrize(("rate_class", "day", "percent"), RATES)
def test_the_rate_is_that_of_the_day(
    world: World, rate_class: str, day: str, percent: str | None
) -> None:
    found = master_of(world.fjord).rate(rate_class, date.fromisoformat(day))
    assert found == (None if percent is None else Decimal(percent))


def test_rates_of_a_class_follow_each_other_without_a_hole() -> None:
    by_class: dict[str, list[VatRate]] = {}
    for rate in VatRate.objects.order_by("rate_class", "valid_from"):
        by_class.setdefault(rate.rate_class, []).append(rate)
    assert set(by_class) == {"regular", "middle", "low", "raw_fish"}
    for rates in by_class.values():
        ends = [rate.valid_to for rate in rates]
        assert [rate.valid_from for rate in rates[1:]] == ends[:-1]
        assert ends[-1] is None


def test_every_account_of_the_standard_chart_has_a_published_grouping_code(world: World) -> None:
    groups = {
        (row["GroupingCategory"], row["GroupingCode"])
        for row in published("naeringsspesifikasjon.csv")
    }
    accounts = list(Account.objects.for_company(world.fjord))
    assert len(accounts) == 196
    wrong = [
        str(account)
        for account in accounts
        if (account.grouping_category, account.grouping_code) not in groups
    ]
    assert wrong == []


def test_the_standard_chart_groups_and_codes_accounts_as_the_suggested_one(world: World) -> None:
    accounts = Account.objects.for_company(world.fjord).select_related("default_vat_code")
    ours = {account.number: account for account in accounts}
    suggested = published("chart-of-accounts-suggested.csv")
    assert set(ours) == {row["account"] for row in suggested}
    for row in suggested:
        account = ours[row["account"]]
        assert account.grouping_category == row["grouping_category"], account
        assert account.grouping_code == row["grouping_code"], account
        code = account.default_vat_code.code if account.default_vat_code else "0"
        assert code == (row["default_vat_code"] or "0"), account


def test_each_vat_code_posts_to_the_accounts_that_the_suggested_chart_names(world: World) -> None:
    codes = VatCode.objects.for_company(world.fjord).select_related(
        "output_account", "input_account"
    )
    ours = {
        (account.number, code.code)
        for code in codes
        for account in (code.output_account, code.input_account)
        if account
    }
    assert ours == {
        (row["account"], code)
        for row in published("chart-of-accounts-suggested.csv")
        for code in row["vat_account_for_codes"].split()
    }
