"""The main job: an electronic invoice from arrival to the books, by keyboard, and the way back."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounting.ledger.checks import check_books
from accounting.ledger.models import Voucher
from accounting.open_items.models import OpenItem
from crm.models import Party
from erp.access.models import User
from erp.companies.scope import company_scope
from erp.money import format_amount
from inbox.models import Document
from tests.inbox.documents import ehf
from tests.shared import shared
from tests.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]
NBSP = "\N{NO-BREAK SPACE}"


def upload(page: Page, url: str, path: Path) -> None:
    """Open the inbox and send a file by its own control."""
    page.goto(url)
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_url("**/inbox/*/")
    expect(page.locator("#coding-form")).to_be_visible()


def code_first_line(page: Page, account: str) -> None:
    """Choose the first line's account by keyboard alone."""
    page.keyboard.press("F4")
    expect(page.locator("input[name=account-0]")).to_be_focused()
    page.keyboard.type(account)
    expect(page.locator("#combo-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def original_of(page: Page) -> bytes:
    """Download the original from the page that is open."""
    with page.expect_download() as started:
        page.locator("[data-original]").first.click()
    return Path(started.value.path()).read_bytes()


def test_an_invoice_travels_from_arrival_to_the_books_by_keyboard_and_back(
    world: World,
    live_server: Any,
    sign_in: Callable[[User], Page],
    tmp_path: Path,
) -> None:
    file = tmp_path / "faktura-40118.xml"
    file.write_bytes(ehf(world))
    base = f"{live_server.url}/{world.fjord.slug}"
    page = sign_in(world.ola)
    upload(page, f"{base}/inbox/", file)
    expect(page.locator("#coding-form")).to_contain_text("Elgrossen Vest AS")

    code_first_line(page, "4300")
    expect(page.locator("input[name=account-0]")).to_have_value("4300 Varer for videresalg, 25 %")
    expect(page.locator("#comparison")).to_contain_text(f"73{NBSP}875,00")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    expect(page.locator(".toast").first).to_contain_text("bokført")

    with company_scope(world.fjord.pk):
        document = Document.objects.for_company(world.fjord).get()
        voucher = Voucher.objects.for_company(world.fjord).get(pk=document.voucher_id)
        supplier = Party.objects.for_company(world.fjord).get(name="Elgrossen Vest AS")
        item = OpenItem.objects.for_company(world.fjord).get(party=supplier)
        assert item.remaining == Decimal("-73875.00")
        assert (item.kid, str(item.due_date)) == ("602243", "2026-11-30")
        assert check_books(world.fjord) == []

    page.goto(f"{base}/accounting/trial-balance/?year=2026")
    for number, amount in (("2400", "-73875"), ("2710", "14775"), ("4300", "59100")):
        row = page.locator("tbody tr", has=page.get_by_role("link", name=number, exact=True))
        expect(row).to_contain_text(format_amount(Decimal(amount)))

    page.get_by_role("link", name="4300", exact=True).click()
    ledger = page.locator("tbody tr").first
    expect(ledger).to_contain_text(format_amount(Decimal("59100")))
    expect(ledger).to_contain_text("2400")

    page.goto(f"{base}/parties/{supplier.pk}/")
    items = page.locator("#panel-items")
    expect(items).to_contain_text(format_amount(Decimal("-73875")))
    expect(items).to_contain_text("40118")
    items.get_by_role("link", name=f"1-{voucher.number}/2026").click()
    expect(page.locator("h1")).to_contain_text(f"1-{voucher.number}/2026")
    page.locator("#panel-document").get_by_role("link").first.click()
    page.wait_for_url(f"**/inbox/{document.pk}/")
    original = original_of(page)
    assert hashlib.sha256(original).digest() == hashlib.sha256(file.read_bytes()).digest()


def test_an_official_example_travels_the_same_way_and_is_flagged_as_somebody_elses(
    world: World, live_server: Any, sign_in: Callable[[User], Page]
) -> None:
    example = next(iter(sorted(shared("standards", "ehf", "examples").rglob("base-example.xml"))))
    base = f"{live_server.url}/{world.fjord.slug}"
    page = sign_in(world.ola)
    upload(page, f"{base}/inbox/", example)
    form = page.locator("#coding-form")
    expect(form).to_contain_text("stilet til en annen kunde enn Fjord AS")

    code_first_line(page, "6800")
    if page.locator("input[name=rate]").count():
        page.locator("input[name=rate]").fill("11,5")
    page.locator("input[name=date]").fill("i dag")  # Its own year has been closed for long.
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    with company_scope(world.fjord.pk):
        document = Document.objects.for_company(world.fjord).get()
        assert document.voucher_id
        assert not document.is_to_us
        assert check_books(world.fjord) == []
    page.goto(f"{base}/inbox/{document.pk}/")
    assert original_of(page) == example.read_bytes()
