"""Dimensions, voucher types, VAT codes and fiscal years: each change, and each way it is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounting.ledger.actions import (
    BooksRefused,
    DimensionRule,
    ValueFacts,
    create_dimension,
    create_value,
    create_voucher_type,
    open_next_year,
    set_vat_lock_of_day,
    update_account,
    update_dimension,
    update_value,
    update_vat_code,
    update_voucher_type,
)
from accounting.ledger.actions.errors import VoucherRefused
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account, Dimension, FiscalYear, VoucherSeries, VoucherType
from accounting.ledger.queries.chart import facts_of
from accounting.vat.models import VatCode, VatTerm
from erp.access.roles import Role
from tests.world import TODAY, World, entries_of, line, post

pytestmark = pytest.mark.django_db


def fields_of(refused: pytest.ExceptionInfo[BooksRefused]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def by_ola(world: World) -> dict[str, Any]:
    return {"company": world.fjord, "by": world.ola}


# --- Dimensions ---


def test_a_free_dimension_and_its_values_are_used_on_vouchers(world: World) -> None:
    dimension = create_dimension(**by_ola(world), code="KAM", name="Kampanje")
    spring = create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("V26", "Vår"))
    below = ValueFacts("V26-1", "Vår, uke 1", parent=spring)
    week = create_value(**by_ola(world), dimension=dimension, facts=below)
    voucher = post(
        world, line("7320", "100.00", dimensions={"KAM": "V26-1"}), line("1920", "-100.00")
    )
    assert voucher.entries.get(account__number="7320").free_values == [week.pk]
    update_value(**by_ola(world), value=week, facts=ValueFacts("V26-1", "Uke 1", spring, False))
    with pytest.raises(VoucherRefused):
        post(world, line("7320", "1.00", dimensions={"KAM": "V26-1"}), line("1920", "-1.00"))
    assert check_books(world.fjord) == []


def test_codes_are_unique_and_without_spaces(world: World) -> None:
    dimension = create_dimension(**by_ola(world), code="KAM", name="Kampanje")
    for code in ("KAM", "A B", "A=B", "", "x" * 21):
        with pytest.raises(BooksRefused) as refused:
            create_dimension(**by_ola(world), code=code, name="Kampanje")
        assert fields_of(refused) == ["code"]
    create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("1", "En"))
    with pytest.raises(BooksRefused) as refused:
        create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("1", ""))
    assert fields_of(refused) == ["name", "code"]


def test_a_value_never_stands_below_itself(world: World) -> None:
    dimension = create_dimension(**by_ola(world), code="KAM", name="Kampanje")
    top = create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("1", "Topp"))
    middle = create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("2", "Midt", top))
    low = create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("3", "Lav", middle))
    for parent in (top, low):
        with pytest.raises(BooksRefused) as refused:
            update_value(**by_ola(world), value=top, facts=ValueFacts("1", "Topp", parent))
        assert fields_of(refused) == ["parent"]
    project = Dimension.objects.for_company(world.fjord).get(kind="project")
    with pytest.raises(BooksRefused) as refused:
        create_value(**by_ola(world), dimension=project, facts=ValueFacts("P", "P", top))
    assert fields_of(refused) == ["parent"]


def test_what_accounts_ask_for_stays_in_use(world: World) -> None:
    dimension = create_dimension(**by_ola(world), code="KAM", name="Kampanje")
    value = create_value(**by_ola(world), dimension=dimension, facts=ValueFacts("1", "En"))
    account = Account.objects.for_company(world.fjord).get(number="7320")
    rules = [DimensionRule(dimension, default_value=value)]
    update_account(**by_ola(world), account=account, facts=facts_of(account), rules=rules)
    with pytest.raises(BooksRefused) as refused:
        update_dimension(**by_ola(world), dimension=dimension, name="K", is_active=False)
    assert fields_of(refused) == ["is_active"]
    with pytest.raises(BooksRefused) as refused:
        update_value(**by_ola(world), value=value, facts=ValueFacts("1", "En", None, False))
    assert fields_of(refused) == ["is_active"]
    department = Dimension.objects.for_company(world.fjord).get(kind="department")
    with pytest.raises(BooksRefused) as refused:
        update_dimension(**by_ola(world), dimension=department, name="Avd", is_active=False)
    assert fields_of(refused) == ["is_active"]
    update_dimension(**by_ola(world), dimension=department, name="Enhet")
    assert Dimension.objects.get(pk=department.pk).name == "Enhet"


# --- Voucher types ---


def test_a_new_voucher_type_counts_from_one_in_every_open_year(world: World) -> None:
    open_next_year(**by_ola(world), after=2026, today=TODAY)
    made = create_voucher_type(**by_ola(world), code="20", name="Kasse")
    years = VoucherSeries.objects.filter(voucher_type=made).values_list("fiscal_year__year")
    assert sorted(years) == [(2026,), (2027,)]
    voucher = post(world, line("1900", "5.00"), line("1920", "-5.00"), kind=made.key)
    assert voucher.number == 1
    open_next_year(**by_ola(world), after=2027, today=TODAY)
    assert VoucherSeries.objects.filter(voucher_type=made).count() == 3
    assert check_books(world.fjord) == []


def test_the_code_of_a_used_type_stays(world: World) -> None:
    made = create_voucher_type(**by_ola(world), code="20", name="Kasse")
    facts = {"name": "Kasse", "area": "general", "is_active": True}
    update_voucher_type(**by_ola(world), voucher_type=made, code="21", **facts)
    post(world, line("1900", "5.00"), line("1920", "-5.00"), kind=made.key)
    with pytest.raises(BooksRefused) as refused:
        update_voucher_type(**by_ola(world), voucher_type=made, code="22", **facts)
    assert fields_of(refused) == ["code"]
    with (
        pytest.raises(IntegrityError, match="its code stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounting_vouchertype SET code = '22' WHERE code = '21'")
    closed = facts | {"is_active": False}
    update_voucher_type(**by_ola(world), voucher_type=made, code="21", **closed)
    with pytest.raises(VoucherRefused):
        post(world, line("1900", "5.00"), line("1920", "-5.00"), kind=made.key)


def test_a_type_of_the_product_is_renamed_and_nothing_else(world: World) -> None:
    bank = VoucherType.objects.for_company(world.fjord).get(key="bank")
    with pytest.raises(BooksRefused) as refused:
        update_voucher_type(
            **by_ola(world),
            voucher_type=bank,
            code="6",
            name="",
            area="sales",
            is_active=False,
        )
    assert fields_of(refused) == ["code", "name", "area", "is_active"]
    update_voucher_type(
        **by_ola(world),
        voucher_type=bank,
        code="5",
        name="Bankbilag",
        area="general",
        is_active=True,
    )
    assert VoucherType.objects.get(pk=bank.pk).name == "Bankbilag"


# --- VAT codes ---


def code_of(world: World, code: str) -> VatCode:
    return VatCode.objects.for_company(world.fjord).get(code=code)


def accounts(world: World, output: str, paid: str) -> dict[str, Account | None]:
    own = {a.number: a for a in Account.objects.for_company(world.fjord)}
    return {"output_account": own.get(output), "input_account": own.get(paid)}


def test_half_the_vat_is_deducted_where_the_code_says_so(world: World) -> None:
    update_vat_code(
        **by_ola(world),
        code=code_of(world, "1"),
        **accounts(world, "", "2711"),
        deduction_percent=Decimal("50"),
    )
    voucher = post(world, line("6800", "1250.00", "1"), line("1920", "-1250.00"))
    assert entries_of(voucher) == {"6800": "1125.00", "2711": "125.00", "1920": "-1250.00"}
    assert check_books(world.fjord) == []


@pytest.mark.parametrize(
    ("code", "output", "paid", "percent", "fields"),
    [
        ("1", "", "", "100", ["input_account"]),
        ("1", "2700", "2710", "100", ["output_account"]),
        ("1", "", "1920", "100", ["input_account"]),
        ("86", "2704", "", "100", ["input_account"]),
        ("3", "2700", "", "50", ["deduction_percent"]),
        ("1", "", "2710", "101", ["deduction_percent"]),
        ("1", "", "2710", "33.333", ["deduction_percent"]),
        ("5", "2700", "", "100", ["output_account"]),
    ],
)
def test_a_code_posts_where_its_kind_says(
    world: World, code: str, output: str, paid: str, percent: str, fields: list[str]
) -> None:
    with pytest.raises(BooksRefused) as refused:
        update_vat_code(
            **by_ola(world),
            code=code_of(world, code),
            **accounts(world, output, paid),
            deduction_percent=Decimal(percent),
        )
    assert fields_of(refused) == fields


def test_a_code_that_accounts_propose_stays_in_use(world: World) -> None:
    with pytest.raises(BooksRefused) as refused:
        update_vat_code(
            **by_ola(world),
            code=code_of(world, "3"),
            **accounts(world, "2700", ""),
            is_active=False,
        )
    assert fields_of(refused) == ["is_active"]
    update_vat_code(
        **by_ola(world), code=code_of(world, "91"), **accounts(world, "", ""), is_active=False
    )
    with pytest.raises(VoucherRefused):
        post(world, line("6800", "100.00", "91"), line("1920", "-100.00"))


# --- Years and terms ---


def test_the_next_year_opens_once_and_not_for_ever(world: World) -> None:
    for _twice in range(2):
        opened = open_next_year(**by_ola(world), after=2026, today=TODAY)
        assert (opened.year, opened.start) == (2027, date(2027, 1, 1))
    assert opened.periods.count() == 12
    for year in (2027, 2028):
        open_next_year(**by_ola(world), after=year, today=TODAY)
    with pytest.raises(BooksRefused):
        open_next_year(**by_ola(world), after=2029, today=TODAY)
    with pytest.raises(BooksRefused):
        open_next_year(**by_ola(world), after=1999, today=TODAY)
    assert FiscalYear.objects.for_company(world.fjord).count() == 4


def test_a_term_is_locked_before_anything_is_posted_in_it(world: World) -> None:
    term = set_vat_lock_of_day(**by_ola(world), day=date(2026, 3, 15), locked=True)
    assert (term.number, term.start, term.is_locked) == (2, date(2026, 3, 1), True)
    with pytest.raises(VoucherRefused):
        post(
            world,
            line("6800", "125.00", "1"),
            line("1920", "-125.00"),
            day=date(2026, 4, 30),
        )
    set_vat_lock_of_day(**by_ola(world), day=date(2026, 4, 1), locked=False)
    assert VatTerm.objects.for_company(world.fjord).count() == 1
    with pytest.raises(BooksRefused):
        set_vat_lock_of_day(**by_ola(world), day=date(2031, 1, 1), locked=True)


def test_who_may_what(world: World) -> None:
    berit, rolf = world.people[Role.BOOKKEEPER], world.people[Role.AUDITOR]
    create_dimension(company=world.fjord, by=berit, code="KAM", name="Kampanje")
    department = Dimension.objects.for_company(world.fjord).get(kind="department")
    fjord = {"company": world.fjord}
    for act in (
        lambda: create_dimension(**fjord, by=rolf, code="X", name="X"),
        lambda: update_dimension(**fjord, by=rolf, dimension=department, name="X"),
        lambda: create_value(**fjord, by=rolf, dimension=department, facts=ValueFacts("1", "X")),
        lambda: create_voucher_type(**fjord, by=berit, code="20", name="X"),
        lambda: update_vat_code(
            **fjord, by=berit, code=code_of(world, "0"), **accounts(world, "", "")
        ),
        lambda: open_next_year(**fjord, by=berit, after=2026, today=TODAY),
        lambda: set_vat_lock_of_day(**fjord, by=berit, day=TODAY, locked=True),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("code", ["bil!", "hva?", "<b>", "a'b", "#1"])
def test_a_dimensions_code_has_no_marks_in_it(world: World, code: str) -> None:
    with pytest.raises(BooksRefused) as refused:
        create_dimension(company=world.fjord, by=world.ola, code=code, name="Bil")
    assert fields_of(refused) == ["code"]
