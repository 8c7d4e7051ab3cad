"""What is typed is written out as the server reads it, before it is sent: amounts, sums, dates."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from erp.dates import DateError, format_date, parse_date
from erp.money import AmountError, format_amount, parse_amount
from tests.browser.test_keyboard import Keys, SignIn, opened
from tests.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]
NBSP = "\N{NO-BREAK SPACE}"

SHORT_AMOUNTS = """
1234,5 1.234,50 1.234 1.234.567 1234.50 1.23 1,234.50 ,5 .5 0,005 -0,005 0,004 -0,004 0 -0 250- -250 --5 007 +5 1e5
=12500*1,25 =(100+50)/4 =100-30,5 =-5*2 =-(3-1) =2*-3 =10/3 =10,05/3*1,5 =10/3*0,0015 =1000*2 =1.234+1 =1/0 =(1 =1)
== =2* =+2 =2**3 =9*(2+(3-1)) abc 12,34,56 1.23.4 1,5kr kr1500,- kr.12 KR-5 -kr5 12,3,- 0,1+0,2 =0,1+0,2 1,234,567
9999999999999999,99 10000000000000000 =9999999999999999+1 1.2345 ٣ NaN
"""
AMOUNTS = [
    *SHORT_AMOUNTS.split(),
    *(f"1{NBSP}234,50", "1 2a", "−250,00", "–3", "= 2 * 3 "),
    *(f"={'1' * 250}", f"={'(' * 60}1{')' * 60}"),
]
SHORT_DATES = """
3112 2311 23.11 23.11. 3.1 231126 23112025 1/2 1-2-24 2026-2-3 2026-02-30 29.02 29.02.2024 3002 32.1 0 00.00 +14 -1
−3 +9999 idag imorgen today snart 12.13 1.1.0000
"""
DATES = [*SHORT_DATES.split(), "i dag", "I  Dag", "i går", "i morgen"]


def left(page: Page, field: str, typed: str) -> str:
    """Fill a field, leave it, and return what stands there."""
    page.locator(field).fill(typed)
    page.locator(field).blur()
    return page.locator(field).input_value()


def written_amount(typed: str) -> str:
    try:
        return format_amount(parse_amount(typed))
    except AmountError:
        return typed


def written_date(typed: str, today: date, year: int) -> str:
    try:
        return format_date(parse_date(typed, today=today, year=year))
    except DateError:
        return typed


def test_amounts_and_dates_stand_as_the_server_reads_them(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    shown = {typed: left(page, "#debit-0", typed) for typed in AMOUNTS}
    assert shown == {typed: written_amount(typed) for typed in AMOUNTS}
    page.locator("#debit-0").fill("")
    page.locator("#debit-0").blur()

    today = timezone.localdate()
    shown = {typed: left(page, "#id_date", typed) for typed in DATES}
    assert shown == {typed: written_date(typed, today, today.year) for typed in DATES}
    page.locator("#id_date").fill("15.1.25")
    page.keyboard.press("Alt+m")
    for field in ("#id_vat_date", "#id_vat_term_date"):
        shown = {typed: left(page, field, typed) for typed in DATES}
        assert shown == {typed: written_date(typed, today, 2025) for typed in DATES}
    page.locator("#id_vat_date").fill("")
    page.locator("#id_vat_term_date").fill("")
    page.locator("#account-0").focus()
    page.keyboard.press("Alt+d")
    assert left(page, "#due_date-0", "3112") == "31.12.2025"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (
            "2026-03-31T21:59:00Z",
            "31.03.2026",
        ),  # In summer the day begins two hours before that of UTC.
        ("2026-03-31T22:01:00Z", "01.04.2026"),
        ("2026-12-31T22:59:00Z", "31.12.2026"),
        ("2026-12-31T23:01:00Z", "01.01.2027"),
    ],
)
def test_today_is_norways_when_the_field_is_left_however_long_the_page_is_open(
    world: World, live_server: Any, sign_in: SignIn, moment: str, shown: str
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    page.clock.set_fixed_time(moment)
    assert left(page, "#id_date", "i dag") == shown
    assert left(page, "#id_date", "3.1") == f"03.01.{shown[-4:]}"


def test_a_sum_counts_in_the_foot_and_for_the_keys_that_fill(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    keys = Keys(page)
    keys.type("6300")
    keys.press("Enter")
    keys.type("=1000*2")
    keys.press("Enter")
    expect(page.locator("#debit-0")).to_have_value(f"2{NBSP}000,00")
    expect(page.locator("#sum-debit")).to_have_text(f"2{NBSP}000,00")
    keys.type("1920")
    keys.press("Control+Enter")
    expect(page.locator("#credit-1")).to_have_value(f"2{NBSP}000,00")
    expect(page.locator("#balance")).to_have_class("balance balance--ok")
    expect(page.locator("#sum-debit")).to_have_text(f"2{NBSP}000,00")
    expect(page.locator("#sum-credit")).to_have_text(f"2{NBSP}000,00")
    page.locator("#debit-0").fill("=10/4*-1")  # Balanced while it is still being typed.
    page.locator("#debit-0").press("Control+Enter")
    expect(page.locator("#debit-0")).to_have_value("−2,50")
    expect(page.locator("#debit-2")).to_have_value(f"2{NBSP}002,50")
    expect(page.locator("#balance")).to_have_class("balance balance--ok")
    expect(page.locator("#sum-credit")).to_have_text(f"2{NBSP}002,50")
    assert Decimal("2002.50") == parse_amount(page.locator("#sum-debit").inner_text())
