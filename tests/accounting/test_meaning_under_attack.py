"""What entries and items say, and what stands under them, attacked with SQL by the serving role."""

from decimal import Decimal

import pytest
from django.db import connection

from accounting.ledger.actions import ValueFacts, create_dimension, create_value, post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Voucher
from accounting.open_items.models import OpenItem
from accounting.vat.models import VatCode, VatTerm
from crm.models import Party
from tests.accounting.test_ledger_under_attack import newest, next_voucher, refused, run
from tests.accounting.test_settlements_under_attack import header
from tests.world import World, draft, line, post

pytestmark = pytest.mark.django_db

KINDS = (
    ("period", "fiscal_year_id = fiscal_year_id + 1"),
    ("period", "number = number + 100"),
    ("fiscalyear", "year = 2019"),
    ("vatterm", "number = 5"),
    ("vatterm", "year = 2019"),
    ("vatcode", "kind = 'none'"),
    ("vatcode", "in_return = NOT in_return"),
    ("vatcode", "rate_class = 'low'"),
    ("vatcode", "standard_code = '0'"),
    ("dimension", "kind = 'free'"),
    ("dimensionvalue", "dimension_id = dimension_id - 1"),
)


@pytest.mark.parametrize(("table", "change"), KINDS)
def test_what_stands_under_entries_is_what_it_was(world: World, table: str, change: str) -> None:
    who = {"company": world.fjord, "by": world.ola}
    car = create_dimension(**who, code="BIL", name="Bil")
    create_value(**who, dimension=car, facts=ValueFacts("A", "Varebil"))
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"))
    statement = f"UPDATE accounting_{table} SET {change} WHERE company_id = {world.fjord.pk}"
    refused("never changed", statement)
    assert check_books(world.fjord) == []


def coded(voucher: Voucher, code: int | str, term: int | str) -> list[str]:
    """SQL that posts a voucher once more, its entries with a VAT code and a VAT term."""
    statement = (
        "INSERT INTO accounting_entry (company_id, voucher_id, period_id, date, line, account_id, amount, currency,"
        " currency_amount, rate, vat_role, vat_specification, free_values, invoice_number, kid, text, vat_code_id,"
        f" vat_term_id) SELECT company_id, {newest(voucher)}, period_id, date, line, account_id, amount, currency,"
        f" currency_amount, rate, '', '', '{{}}', '', '', '', {code}, {term} FROM accounting_entry"
        f" WHERE voucher_id = {voucher.pk}"
    )
    return [*next_voucher(voucher), statement]


def test_what_is_in_the_vat_return_has_a_term_and_nothing_else(world: World) -> None:
    post(world, line("6553", "125.00", "1"), line("1920", "-125.00"))
    voucher = post(world, line("6800", "100.00"), line("1920", "-100.00"))
    term = VatTerm.objects.for_company(world.fjord).get().pk
    codes = {c.code: c.pk for c in VatCode.objects.for_company(world.fjord)}
    promise = "entry_has_the_term_of_its_code"
    for code, chosen in ((codes["1"], "NULL"), (codes["0"], term), ("NULL", term)):
        refused(promise, *coded(voucher, code, chosen))
    run(*coded(voucher, codes["1"], term))


def in_euro(world: World, party: Party, euro: str) -> OpenItem:
    rate = {"currency": "EUR", "rate": Decimal(11)}
    lines = (
        DraftLine("1500", None, currency_amount=Decimal(euro), party=party.pk, **rate),  # type: ignore[arg-type]
        DraftLine("1920", None, currency_amount=-Decimal(euro), **rate),  # type: ignore[arg-type]
    )
    voucher = post_voucher(draft(*lines), company=world.fjord, by=world.ola)
    return OpenItem.objects.get(voucher=voucher)


def lines(world: World, *parts: tuple[OpenItem, str, str]) -> str:
    """SQL that writes the lines of the newest settlement: item, kroner, euro."""
    values = ", ".join(f"({item.pk}, {kroner}, {euro})" for item, kroner, euro in parts)
    return (
        "INSERT INTO accounting_settlementline (company_id, settlement_id, open_item_id, amount, currency_amount)"
        f" SELECT {world.fjord.pk}, (SELECT max(id) FROM accounting_settlement), i, a, c"
        f" FROM (VALUES {values}) AS v(i, a, c)"
    )


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Kunde AS", customer_number=10001)


def test_a_settlement_meets_in_its_currency_too_and_takes_no_more_than_is_left(
    world: World, customer: Party
) -> None:
    owed, paid = in_euro(world, customer, "100.00"), in_euro(world, customer, "-100.00")
    settle = header(world)
    uneven = lines(world, (owed, "110", "10"), (paid, "-110", "-9"))
    refused("settlement_balances_in_its_currency", settle, uneven)
    more = lines(world, (owed, "110", "101"), (paid, "-110", "-101"))
    refused("open_item_currency_remaining_between_zero_and_amount", settle, more)
    kroner = OpenItem.objects.get(
        voucher=post(world, line("1920", "110.00"), line("1500", "-110.00", party=customer.pk))
    )
    mixed = lines(world, (owed, "110", "10"), (kroner, "-110", "-10"))
    refused("settlement_balances_in_its_currency", settle, mixed)
    run(settle, lines(world, (owed, "110", "10"), (paid, "-110", "-10")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM accounting_settlement")
        first = cursor.fetchone()[0]
    less = lines(world, (owed, "-110", "-9"), (paid, "110", "9"))
    refused("settlement_undone_whole", header(world, first), less)
    assert check_books(world.fjord) == []


def test_an_entry_in_a_currency_has_the_day_of_its_rate(world: World, customer: Party) -> None:
    voucher = in_euro(world, customer, "100.00").voucher
    statements = coded(voucher, "NULL", "NULL")
    refused("entry_in_currency_has_the_day_of_its_rate", *statements)
