"""The inbox in a browser: what is told covers nothing that one goes on with, Delete rejects, long names stay in place."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from erp.companies.scope import company_scope
from inbox.models import Document, DocumentState
from tests.browser.test_keyboard import Keys, SignIn, opened
from tests.companies.pictures import picture
from tests.inbox.documents import ehf, known_supplier, received
from tests.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]
LONG_NAME = "Stillas og Lift Vest AS og Sønner Entreprenørforretning 2026-118.xml"
IS_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def touch(one: Locator, other: Locator) -> bool:
    """Tell whether two elements cover a part of each other."""
    a, b = one.bounding_box(), other.bounding_box()
    assert a
    assert b
    aside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    above = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
    return not (aside or above)


def test_what_was_posted_is_told_beside_the_buttons_that_go_on(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    known_supplier(world)
    received(world, number="1")
    second = received(world, number="2")
    page = opened(sign_in, live_server, world.fjord, world.ola, f"inbox/{second.pk}/")
    page.keyboard.press("Control+Enter")
    toast = page.locator("#toasts .toast").first
    expect(toast).to_be_visible()
    for width in (1440, 1024, 800, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.locator("[name=pane][value=coding]").check(force=True)
        for button in page.locator(".pane__foot :is(a, button):visible").all():
            assert not touch(toast, button), width
        assert page.locator(".pane__foot :is(a, button):visible").count() == 2
        assert not page.evaluate(IS_WIDE), width


def test_delete_leads_to_the_reason_and_control_s_rejects(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    known_supplier(world)
    row = received(world, number="1")
    page = opened(sign_in, live_server, world.fjord, world.ola, f"inbox/{row.pk}/")
    keys = Keys(page)
    number = page.locator("[name=number]")
    number.focus()
    keys.press("Home", "Delete")  # In a field it takes away a letter.
    expect(number).to_have_value("")
    assert page.url.endswith(f"/inbox/{row.pk}/")
    page.locator("#main").focus()
    keys.press("Delete")
    page.wait_for_url("**/reject/")
    expect(page.locator("#id_reason")).to_be_focused()
    keys.type("Ikke vår")
    keys.press("Control+s")
    page.wait_for_url("**/inbox/")
    with company_scope(world.fjord.pk):
        rejected = Document.objects.for_company(world.fjord).get()
        assert (rejected.state, rejected.reject_reason) == (DocumentState.REJECTED, "Ikke vår")


def voucher_with(page: Page, base: str, name: str, content: bytes) -> None:
    """Open the latest voucher and add a file to it."""
    page.goto(f"{base}/accounting/vouchers/")
    page.locator("tbody tr a").first.click()
    page.wait_for_url("**/vouchers/*/")
    file = {"name": name, "mimeType": "application/xml", "buffer": content}
    page.locator("input[name=files]").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator(".file").first).to_be_visible()


def test_a_file_with_a_long_name_stays_in_its_card(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    known_supplier(world)
    row = received(world, number="1")
    page = opened(sign_in, live_server, world.fjord, world.ola, f"inbox/{row.pk}/")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    base = f"{live_server.url}/{world.fjord.slug}"
    voucher_with(page, base, LONG_NAME, ehf(world, number="9"))
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(IS_WIDE), width
        card = page.locator("section.card", has=page.locator("#documents-h")).bounding_box()
        assert card
        for part in page.locator(".file, .dropzone, .file .icon").all():
            box = part.bounding_box()
            assert box
            assert box["x"] + box["width"] <= card["x"] + card["width"], width


def test_a_picture_stands_beside_the_coding_and_says_that_it_is_typed(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "inbox/")
    file = {"name": "kvittering.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.wait_for_url("**/inbox/*/")
    shown = page.locator("img.picture")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 120
    expect(page.locator("#coding-form .alert")).to_be_visible()
    expect(page.locator("#coding-form .alert--neg")).to_have_count(0)
    expect(page.locator("#comparison .pos")).to_have_count(0)


def test_a_file_over_the_limit_is_told_and_the_page_stays(
    world: World, live_server: Any, sign_in: SignIn, settings: Any
) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    known_supplier(world)
    row = received(world, number="1")
    page = opened(sign_in, live_server, world.fjord, world.ola, f"inbox/{row.pk}/")
    page.locator("[name=number]").fill("Skrevet")
    file = {"name": "stor.xml", "mimeType": "application/xml", "buffer": b"x" * (2**20 + 1)}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator("#toasts .toast--neg")).to_contain_text("1 MB")
    assert page.url.endswith(f"/inbox/{row.pk}/")
    expect(page.locator("[name=number]")).to_have_value("Skrevet")
    with company_scope(world.fjord.pk):
        assert Document.objects.for_company(world.fjord).count() == 1
