"""The product on a phone: figures before filters, the whole menu, buttons that a thumb finds."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import SignIn, opened
from tests.world import World, line, post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]
IS_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def on_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})


def test_a_report_begins_with_figures_and_says_what_is_chosen(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    post(world, line("6300", "10.00"), line("1920", "-10.00"))
    path = "accounting/ledger/?account=6300&year=2026"
    page = opened(sign_in, live_server, world.fjord, world.ola, path)
    year, told = page.locator("[name=year]"), page.locator(".selection-fold > summary")
    expect(year).to_be_visible()
    expect(told).to_be_hidden()
    on_phone(page)
    expect(year).to_be_hidden()
    expect(told).to_contain_text("6300")
    expect(told).to_contain_text("01.2026 – 12.2026")
    assert not page.evaluate(IS_WIDE)
    first = page.locator("tbody tr").first.bounding_box()
    assert first
    assert first["y"] < 600
    told.press("Enter")
    expect(year).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(year).to_be_visible()


def test_all_of_the_menu_can_be_reached(world: World, live_server: Any, sign_in: SignIn) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "inbox/")
    on_phone(page)
    upload = page.locator(".page__actions label.btn").bounding_box()
    assert upload
    assert upload["width"] > 340
    page.locator(".topbar [popovertarget=nav]").click()
    parties = page.locator("#nav a[href$='/parties/']")
    foot = page.locator("#nav .nav__foot")
    parties.scroll_into_view_if_needed()
    above, below = parties.bounding_box(), foot.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    parties.click()
    page.wait_for_url("**/parties/")
