"""What the ledger cannot hold as it stands is refused at its field: nothing is cut, rounded or dropped in silence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.ledger.actions import VoucherRefused, check_voucher, post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    DimensionValue,
    Voucher,
    VoucherType,
)
from accounting.vat.models import VatCode
from crm.models import Party
from tests.world import World, draft, entries_of, line, post

pytestmark = pytest.mark.django_db

EURO: dict[str, Any] = {"currency": "EUR", "rate": Decimal("11.7305")}


def euro(account: str, euros: str, **fields: Any) -> DraftLine:
    given = {"amount": None, "currency_amount": Decimal(euros)} | EURO | fields
    return DraftLine(account, **given)


def fields(world: World, *lines: DraftLine, **how: Any) -> list[str]:
    """Post what must be refused; returns the fields that say so, twice the same, and nothing is left behind."""
    by_hand = how.pop("by_hand", False)
    made = draft(*lines, **how)
    with pytest.raises(VoucherRefused) as refused:
        post_voucher(made, company=world.fjord, by=world.ola, by_hand=by_hand)
    told = [problem.field for problem in refused.value.problems]
    looked = check_voucher(made, company=world.fjord, by_hand=by_hand)
    assert [problem.field for problem in looked] == told
    assert not Voucher.objects.for_company(world.fjord).exists()
    return told


def against(amount: str) -> DraftLine:
    return line("1920", amount)


def test_amounts_have_two_decimals_also_in_currency_and_stated_vat(world: World) -> None:
    assert fields(world, line("6800", "10.005"), against("-10.005")) == [
        "lines.0.amount",
        "lines.1.amount",
    ]
    assert fields(world, euro("6800", "10.005"), euro("1920", "-10.005")) == [
        "lines.0.currency_amount",
        "lines.1.currency_amount",
    ]
    stated = line("6800", "100.00", "1", includes_vat=False, stated_vat=Decimal("24.975"))
    assert "lines.0.stated_vat" in fields(world, stated, against("-124.98"))
    kroner = euro("6800", "10.00", amount=Decimal("117.305"))
    assert "lines.0.amount" in fields(world, kroner, euro("1920", "-10.00"))


def test_noughts_at_the_end_are_no_decimals(world: World) -> None:
    voucher = post(world, line("6800", "10.0000"), against("-10.000"))
    assert entries_of(voucher) == {"6800": "10.00", "1920": "-10.00"}


def test_amounts_that_no_column_holds_are_too_large(world: World) -> None:
    huge = "10000000000000000.00"
    assert fields(world, line("6800", huge), against(f"-{huge}")) == [
        "lines.0.amount",
        "lines.1.amount",
    ]
    dear = {"rate": Decimal("9999.5")}
    most = "9999999999999999.00"
    assert fields(world, euro("6800", most, **dear), euro("1920", f"-{most}", **dear)) == ["lines"]


def test_a_rate_is_positive_has_eight_decimals_and_a_currency_three_letters(world: World) -> None:
    for rate, field in (
        (None, "rate"),
        (Decimal(0), "rate"),
        (Decimal("-11.7"), "rate"),
        (Decimal("11.123456789"), "rate"),
    ):
        lines = (euro("6800", "10.00", rate=rate), euro("1920", "-10.00", rate=rate))
        assert set(fields(world, *lines)) == {f"lines.0.{field}", f"lines.1.{field}"}
    for currency in ("EURO", "eur", "E1", ""):
        lines = (euro("6800", "10.00", currency=currency), euro("1920", "-10.00"))
        assert "lines.0.currency" in fields(world, *lines)


def test_what_is_nothing_in_kroner_is_told_and_not_dropped(world: World) -> None:
    yen = {"currency": "JPY", "rate": Decimal("0.07")}
    lines = (
        euro("6800", "0.05", **yen),
        euro("6800", "100.00", **yen),
        euro("1920", "-100.00", **yen),
    )
    assert fields(world, *lines) == ["lines.0.currency_amount"]
    assert fields(world, euro("6800", "0.00"), euro("1920", "-1.00")) == ["lines.0.currency_amount"]


def test_kroner_and_currency_stand_on_the_same_side(world: World) -> None:
    turned = euro("6800", "10.00", amount=Decimal("-117.31"))
    assert "lines.0.amount" in fields(world, turned, euro("1920", "-10.00"))


def test_texts_that_would_be_cut_are_told(world: World) -> None:
    customer = Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)
    owed = line("1500", "10.00", party=customer.pk)
    for name, most in (("kid", 25), ("invoice_number", 60), ("vat_specification", 60)):
        long = replace(owed, **{name: "1" * (most + 1)})
        assert fields(world, long, line("3900", "-10.00")) == [f"lines.0.{name}"]
    fits = replace(owed, kid="1" * 25, invoice_number="F" * 60, text="æ" * 400)
    entry = post(world, fits, line("3900", "-10.00")).entries.get(line=1)
    assert (len(entry.kid), len(entry.invoice_number), len(entry.text)) == (25, 60, 255)


def test_department_and_project_are_not_given_as_free_dimensions(world: World) -> None:
    department = Dimension.objects.get(company=world.fjord, kind="department")
    DimensionValue.objects.create(company=world.fjord, dimension=department, code="10", name="Nord")
    given = line("6800", "10.00", dimensions={department.code: "10"})
    assert fields(world, given, against("-10.00")) == [f"lines.0.dimensions.{department.code}"]


def test_unknown_and_retired_dimension_values_are_refused(world: World) -> None:
    project = Dimension.objects.get(company=world.fjord, kind="project")
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    for dimension in (project, campaign):
        DimensionValue.objects.create(
            company=world.fjord, dimension=dimension, code="gml", name="Gammel", is_active=False
        )
    for code in ("gml", "finnes-ikke"):
        lines = line("6800", "10.00", project=code, dimensions={"KAM": code})
        assert fields(world, lines, against("-10.00")) == [
            "lines.0.project",
            "lines.0.dimensions.KAM",
        ]
    unknown = line("6800", "10.00", dimensions={"NIX": "1"})
    assert fields(world, unknown, against("-10.00")) == ["lines.0.dimensions.NIX"]


def test_a_dimension_that_is_out_of_use_is_neither_asked_for_nor_taken(world: World) -> None:
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    DimensionValue.objects.create(company=world.fjord, dimension=campaign, code="V26", name="Vår")
    rule = {
        "company": world.fjord,
        "account": Account.objects.get(number="6800", company=world.fjord),
    }
    AccountDimension.objects.create(**rule, dimension=campaign, is_required=True)
    assert fields(world, line("6800", "10.00"), against("-10.00")) == ["lines.0.dimensions.KAM"]
    campaign.is_active = False
    campaign.save()
    given = line("6800", "10.00", dimensions={"KAM": "V26"})
    assert fields(world, given, against("-10.00")) == ["lines.0.dimensions.KAM"]
    assert post(world, line("6800", "10.00"), against("-10.00")).number == 1


def test_a_default_that_is_retired_is_not_given(world: World) -> None:
    department = Dimension.objects.get(company=world.fjord, kind="department")
    north = DimensionValue.objects.create(
        company=world.fjord, dimension=department, code="10", name="Nord"
    )
    account = Account.objects.get(company=world.fjord, number="6800")
    AccountDimension.objects.create(
        company=world.fjord, account=account, dimension=department, default_value=north
    )
    first = post(world, line("6800", "10.00"), against("-10.00"))
    assert first.entries.get(account=account).department_id == north.pk
    north.is_active = False
    north.save()
    second = post(world, line("6800", "10.00"), against("-10.00"))
    assert second.entries.get(account=account).department_id is None


def test_parties_belong_to_the_sub_ledger_of_the_account(world: World) -> None:
    customer = Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)
    income = line("3900", "-10.00")
    assert fields(world, line("1500", "10.00"), income) == ["lines.0.party"]
    assert fields(world, line("2910", "10.00", party=customer.pk), income) == ["lines.0.party"]
    assert fields(world, line("1560", "10.00", party=customer.pk), income) == ["lines.0.party"]
    assert fields(world, line("1500", "10.00", party=10**12), income) == [
        "lines.0.party",
    ]
    assert post(world, line("1500", "10.00", party=customer.pk), income).number == 1


def test_employees_and_group_companies_have_sub_ledgers_too(world: World) -> None:
    anne = Party.objects.create(company=world.fjord, name="Anne Ansatt", employee_number=1)
    sister = Party.objects.create(company=world.fjord, name="Søster AS", is_group_company=True)
    voucher = post(
        world,
        line("6800", "30.00"),
        line("2910", "-10.00", party=anne.pk),
        line("2920", "-20.00", party=sister.pk),
    )
    items = voucher.entries.filter(open_item__isnull=False).values_list("party", "amount")
    assert set(items) == {(anne.pk, Decimal("-10.00")), (sister.pk, Decimal("-20.00"))}
    assert check_books(world.fjord) == []


def test_vat_accounts_and_control_accounts_take_no_vat_code(world: World) -> None:
    customer = Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)
    vat = line("2710", "10.00", "1")
    owed = line("1500", "10.00", "3", party=customer.pk)
    assert fields(world, vat, owed, against("-20.00")) == ["lines.0.vat_code", "lines.1.vat_code"]


def test_a_vat_code_that_is_retired_or_has_no_rate_on_the_day_is_refused(world: World) -> None:
    lines = (line("7140", "112.00", "13"), against("-112.00"))
    assert fields(world, *lines, vat_date=date(2005, 12, 31)) == ["lines.0.vat_code"]
    VatCode.objects.for_company(world.fjord).filter(code="13").update(is_active=False)
    assert fields(world, *lines) == ["lines.0.vat_code"]


def test_an_account_that_requires_a_vat_code_asks_for_it(world: World) -> None:
    Account.objects.for_company(world.fjord).filter(number="6800").update(requires_vat_code=True)
    assert fields(world, line("6800", "10.00"), against("-10.00")) == ["lines.0.vat_code"]
    assert post(world, line("6800", "10.00", "0"), against("-10.00")).number == 1


def test_what_only_machines_do_is_refused_to_people(world: World) -> None:
    Account.objects.for_company(world.fjord).filter(number="6800").update(is_locked=True)
    lines = (line("6800", "10.00"), against("-10.00"))
    assert fields(world, *lines, by_hand=True, kind="depreciation") == [
        "voucher_type",
        "lines.0.account",
    ]
    assert post(world, *lines, kind="depreciation").number == 1


def test_a_voucher_type_out_of_use_and_a_voucher_of_nothing_are_refused(world: World) -> None:
    assert fields(world) == ["lines"]
    VoucherType.objects.for_company(world.fjord).filter(key="bank").update(is_active=False)
    assert fields(world, line("6800", "10.00"), against("-10.00"), kind="bank") == ["voucher_type"]
