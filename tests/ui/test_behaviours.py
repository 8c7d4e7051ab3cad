"""The behaviours of the style guide in a real browser, under the product's own content security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def guide(live_server: Any, page: Page) -> Iterator[Page]:
    """The style guide; nothing may break the policy or fail in a script."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if "Security Policy" in message.text else None,
    )
    page.goto(f"{live_server.url}/styleguide/")
    yield page
    assert faults == []


def test_fields_and_forms(guide: Page) -> None:
    amount = guide.locator("#id_amount")
    amount.fill("1234,5")
    amount.blur()
    expect(amount).to_have_value("1\xa0234,50")
    amount.fill("=2*")
    amount.blur()
    expect(amount).to_have_value("=2*")

    account = guide.locator("#id_account")
    account.click()
    account.press_sequentially("43")
    expect(guide.locator("#combo-list [role=option]")).to_have_count(3)
    guide.keyboard.press("ArrowDown")
    guide.keyboard.press("Enter")
    expect(account).to_have_value("4360 Freight on goods")
    expect(guide.locator("#combo-list")).to_have_count(0)
    guide.keyboard.press("F4")
    expect(guide.locator("#combo-list [role=option]")).to_have_count(10)
    guide.keyboard.press("Escape")
    expect(guide.locator("#combo-list")).to_have_count(0)

    guide.keyboard.press("Control+Enter")  # The shortcut of the button; the text is missing.
    expect(guide.locator("#id_text")).to_be_focused()
    expect(guide.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    expect(guide.locator("#guide-form button[type=submit]")).not_to_have_attribute(
        "aria-busy", "true"
    )

    guide.locator(".otp input").first.click()
    guide.keyboard.type("481")
    expect(guide.locator("#id_code")).to_have_value("481")


def test_the_list_by_keyboard(guide: Page) -> None:
    rows = guide.locator("#guide-list tbody tr")
    guide.locator("#guide-list-sort-name").click()
    expect(guide.locator("#guide-list th[aria-sort=ascending]")).to_have_count(1)
    expect(guide.locator("#guide-list th[aria-sort] a")).to_have_id("guide-list-sort-name")
    name = rows.first.locator("td").nth(2)
    first = name.inner_text()
    guide.locator("#guide-list-next").click()
    guide.wait_for_url("**after=**")
    expect(name).not_to_have_text(first)
    guide.go_back()
    expect(name).to_have_text(first)

    guide.locator("h1").click()
    for key in ("j", "Space", "j", "j", "Shift+Space"):
        guide.keyboard.press(key)
    expect(guide.locator("[data-count]")).to_have_text("3")
    expect(guide.locator("#guide-list-search")).to_be_hidden()
    guide.locator("[data-choose-none]").click()
    expect(guide.locator("#guide-list .bulkbar")).to_be_hidden()

    guide.locator("h1").click()
    guide.keyboard.press("/")
    guide.keyboard.type("user")
    guide.wait_for_url("**q=user**")
    expect(guide.locator("#guide-list-search")).to_be_focused()


def test_dialogs_toasts_and_preferences(guide: Page) -> None:
    guide.locator("[data-open=guide-dialog]").click()
    expect(guide.locator("#guide-dialog")).to_be_visible()
    guide.keyboard.press("Escape")
    expect(guide.locator("#guide-dialog")).to_be_hidden()

    guide.locator("[hx-target='#drawer']").click()
    expect(guide.locator("#drawer .table")).to_be_visible()
    guide.locator("#drawer [data-close]").first.click()
    expect(guide.locator("#drawer")).to_be_hidden()

    guide.keyboard.press("?")
    expect(guide.locator("#keys")).to_be_visible()
    guide.keyboard.press("Escape")

    guide.locator("#status [data-dismiss]").first.click()
    expect(guide.locator("#status .toast")).to_have_count(1)

    guide.locator("[data-set=theme]").first.click()
    expect(guide.locator("html")).to_have_attribute("data-theme", "light")
    guide.reload()
    expect(guide.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_guide_is_accessible(guide: Page, width: int, scheme: Any) -> None:
    guide.set_viewport_size({"width": width, "height": 900})
    guide.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    guide.reload()  # A change of scheme while the page stands leaves inherited colours behind for a moment.
    found = Axe().run(guide, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []
    assert guide.evaluate("document.documentElement.scrollWidth") == width
