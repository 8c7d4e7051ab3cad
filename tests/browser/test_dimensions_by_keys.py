"""Free dimensions without a mouse: looked up where a document is coded and where a voucher is typed, in both themes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from erp.companies.scope import company_scope
from tests.accounting.dimensions import Cars, make_cars, require, values_of_entry
from tests.browser.test_keyboard import Keys, SignIn, latest, opened
from tests.inbox.documents import known_supplier, received
from tests.world import World, entries_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]

SETTLED = """async () => {
    for (let at = 0; at < 2; at += 1) await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""
SCHEMES: tuple[Any, ...] = ("light", "dark")


def look_up(page: Page, keys: Keys, text: str) -> None:
    """Type into the field that has the focus, and take the first line of the list."""
    keys.type(text)
    expect(page.locator("#combo-list [aria-selected=true]")).to_contain_text("Varebil")
    keys.press("Enter")


def expect_no_serious_issue(page: Page) -> None:
    """Look at the page as it stands by axe, at both widths and in both themes."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in SCHEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            found = Axe().run(page).response["violations"]
            serious = [
                (v["id"], [node["html"][:160] for node in v["nodes"]])
                for v in found
                if v["impact"] in {"serious", "critical"}
            ]
            assert serious == [], (width, theme)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), width
    page.set_viewport_size({"width": 1440, "height": 900})


def posted_with(world: World, cars: Cars, account: str) -> bool:
    with company_scope(world.fjord.pk):
        return values_of_entry(latest(world.fjord), account) == [cars.van.pk]


def test_a_document_is_coded_with_a_car_by_keys(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    known_supplier(world)
    cars = make_cars(world)
    require(world, cars, "4300")
    document = received(world)
    page = opened(sign_in, live_server, world.fjord, world.ola, f"inbox/{document.pk}/")
    keys = Keys(page)
    keys.press("Control+Enter")
    cell = page.locator(f"[name={cars.cell}-0]")
    expect(cell).to_be_focused()  # What is missing has the focus.
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect_no_serious_issue(page)
    cell.focus()
    look_up(page, keys, "vare")
    expect(cell).to_have_value("EL12 Varebil")
    keys.press("Alt+l")
    expect(page.locator(f"[name={cars.cell}-1]")).to_be_visible()
    keys.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    assert posted_with(world, cars, "4300")


def test_a_voucher_is_typed_with_a_car_and_a_vat_term_by_keys(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    cars = make_cars(world)
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    keys = Keys(page)
    expect(page.locator("#account-0")).to_be_focused()
    keys.type("6800")
    keys.press("Enter")
    keys.type("1250")
    keys.press("Alt+d")
    expect(page.locator("#invoice_number-0")).to_be_focused()
    keys.press("Tab", "Tab", "Tab")
    look_up(page, keys, "EL")
    expect(page.locator(f"#{cars.cell}-0")).to_have_value("EL12 Varebil")
    keys.press("Alt+m")
    expect(page.locator("[name=vat_date]")).to_be_focused()
    expect_no_serious_issue(page)
    page.locator("[name=vat_term_date]").focus()
    keys.type("3110")
    keys.press("Alt+m")
    expect(page.locator("[name=vat_date]")).to_be_hidden()
    expect(page.locator("[data-more] > summary")).to_be_focused()
    page.locator("#account-1").focus()
    keys.type("1920")
    keys.press("Control+Enter", "Control+s")
    page.wait_for_url("**/vouchers/new/?*after=*")
    with company_scope(world.fjord.pk):
        voucher = latest(world.fjord)
        assert entries_of(voucher) == {"6800": "1000.00", "2710": "250.00", "1920": "-1250.00"}
        terms = voucher.entries.exclude(vat_term=None).values_list("vat_term__number", flat=True)
        assert set(terms) == {5}
    assert posted_with(world, cars, "6800")
