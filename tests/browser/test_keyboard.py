"""The product without a mouse: voucher entry, inbox, palette and help, appearance, lists and reports."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounting.ledger.actions import post_vouchers
from accounting.ledger.models import Voucher
from erp.access.models import User
from erp.companies.models import Company
from erp.companies.scope import company_scope
from inbox.models import Document, DocumentState
from tests.inbox.documents import known_supplier, received
from tests.world import World, draft, entries_of, line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]
SignIn = Callable[[User], Page]


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def type(self, text: str) -> None:
        """Type a text, one stroke a sign."""
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def opened(sign_in: SignIn, live_server: Any, company: Company, user: User, path: str) -> Page:
    """Open a page as a user, and wait until its scripts are there."""
    page = sign_in(user)
    page.goto(f"{live_server.url}/{company.slug}/{path}")
    page.wait_for_load_state("networkidle")
    return page


def latest(company: Company) -> Voucher:
    with company_scope(company.pk):
        return Voucher.objects.for_company(company).latest("pk")


def test_a_voucher_of_three_lines_with_vat_takes_few_keys(
    world: World, live_server: Any, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    keys = Keys(page)
    expect(page.locator("#account-0")).to_be_focused()
    keys.type("6800")
    keys.press("Enter")
    keys.type("1250")
    keys.press("Enter")
    keys.type("6300")
    keys.press("Enter")
    keys.type("2500,50")
    keys.press("Enter")
    keys.type("1920")
    keys.press("Control+Enter")
    expect(page.locator("#balance")).to_have_class("balance balance--ok")
    expect(page.locator("#account-0")).to_have_value("6800 Kontorrekvisita")
    expect(page.locator("#vat_code-0")).to_have_value("1")
    expect(page.locator("#vat-0")).to_have_text("250,00")
    keys.press("Control+s")
    page.wait_for_url("**/vouchers/new/?*after=*")
    expect(page.locator("#account-0")).to_be_focused()
    with company_scope(world.fjord.pk):
        assert entries_of(latest(world.fjord)) == {
            "6800": "1000.00",
            "2710": "250.00",
            "6300": "2500.50",
            "1920": "-3750.50",
        }
    with capsys.disabled():
        sys.stdout.write(f"\nA voucher of three lines with VAT: {keys.pressed} keystrokes\n")
    assert keys.pressed <= 30


def test_the_grid_fills_copies_looks_up_and_clears_by_keys(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    keys = Keys(page)
    keys.press("F4")
    expect(page.locator("#combo-list [role=option]").first).to_be_visible()
    keys.press("Escape")
    keys.type("leie lokaler")  # Enter before the list has come means its first line.
    keys.press("Enter")
    expect(page.locator("#account-0")).to_have_value("6300 Leie lokaler")
    expect(page.locator("#debit-0")).to_be_focused()
    keys.type("=1000*1,5")
    keys.press("Enter")
    expect(page.locator("#account-1")).to_be_focused()
    keys.press("ArrowUp", "Tab")
    keys.type("Husleie")
    keys.press("ArrowDown", "Control+d")
    expect(page.locator("#text-1")).to_have_value("Husleie")
    keys.press("Alt+d")
    expect(page.locator("#invoice_number-1")).to_be_focused()
    keys.press("Alt+d", "Control+Delete")
    expect(page.locator("#text-1")).to_have_value("")
    page.locator("#debit-0").fill("1500")
    page.locator("#credit-1").focus()
    keys.press("=", "Enter")
    expect(page.locator("#credit-1")).to_have_value("1\u00a0500,00")
    keys.press("Control+s")
    expect(page.locator("#voucher-form [role=alert]")).to_be_visible()
    expect(page.locator("#account-1")).to_be_focused()  # What is wrong has the focus.


def test_the_inbox_is_worked_through_by_keys(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    known_supplier(world)
    first, second = received(world, number="1"), received(world, number="2")
    page = opened(sign_in, live_server, world.fjord, world.ola, "inbox/")
    keys = Keys(page)
    keys.press("j")
    page.wait_for_url(f"**/inbox/{first.pk}/")
    expect(page.locator(f"#document-{first.pk}")).to_be_focused()
    keys.press("k")
    page.wait_for_url(f"**/inbox/{second.pk}/")
    expect(page.locator(f"#document-{second.pk}")).to_be_focused()
    keys.press("Enter")  # All is known and coded: one key posts, and opens the next.
    page.wait_for_url(f"**/inbox/{first.pk}/")
    keys.press("F4")
    expect(page.locator("[name=account-0]")).to_be_focused()
    keys.press("Escape", "Tab")
    keys.type("59000")
    keys.press("Enter")
    expect(page.locator("#comparison")).to_contain_text("100,00")
    keys.press("Alt+l")
    keys.type("6800")
    keys.press("Tab")
    keys.type("=")
    keys.press("Tab")
    expect(page.locator("[name=net-1]")).to_have_value("100,00")
    page.keyboard.press("1")  # The VAT code, by its number.
    keys.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    with company_scope(world.fjord.pk):
        states = Document.objects.for_company(world.fjord).values_list("state", flat=True)
        assert set(states) == {DocumentState.POSTED}
        assert entries_of(latest(world.fjord))["6800"] == "100.00"


def test_palette_help_and_appearance_by_keys(
    world: World, live_server: Any, sign_in: SignIn
) -> None:
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/new/")
    keys = Keys(page)
    page.locator("#main").focus()
    keys.press("?")
    help_list = page.locator("[data-page-keys]")
    for shown in ("Enter", "S", "D"):
        expect(
            help_list.locator("kbd", has_text=shown if shown != "Enter" else "↵").first
        ).to_be_visible()
    expect(page.locator("#keys dt[data-needs='[data-list]']").first).to_be_hidden()
    keys.press("Escape", "Control+k")
    keys.type("6300")
    option = page.locator("#palette-list [role=option]", has_text="6300 Leie lokaler")
    expect(option.first).to_be_visible()
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("6300")
    keys.press("Enter")
    page.wait_for_url("**/accounting/ledger/?account=6300")
    expect(page.locator("h1")).to_have_text("6300 Leie lokaler")
    page.locator("[popovertarget=user-menu]").press("Enter")
    for name, values in (("theme", ("light", "dark")), ("density", ("compact",))):
        for value in values:
            page.locator(f"#user-menu [data-set={name}]").press("Enter")
            expect(page.locator("html")).to_have_attribute(f"data-{name}", value)
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")


def test_lists_and_reports_by_keys(world: World, live_server: Any, sign_in: SignIn) -> None:
    rows = [
        draft(
            line("6300", f"{at}.00"),
            line("1920", f"-{at}.00"),
            day=date(2026, 10, 1 + at % 28),
            text=f"Nr {at}",
        )
        for at in range(1, 61)
    ]
    post_vouchers(rows, company=world.fjord, by=world.ola)
    page = opened(sign_in, live_server, world.fjord, world.ola, "accounting/vouchers/")
    keys = Keys(page)
    head = page.locator("th[aria-sort=descending] a")
    head.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("01.10.2026")
    page.locator("#vouchers-next").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(10)
    page.locator("#main").focus()
    keys.press("j", "j", "k", "Enter")
    page.wait_for_url("**/vouchers/*/")
    page.goto(f"{live_server.url}/{world.fjord.slug}/accounting/trial-balance/?year=2026")
    page.locator("#main").focus()
    keys.press("/")
    expect(page.locator("[name=year]")).to_be_focused()
    page.locator("#main").focus()
    keys.press("j", "j")
    expect(page.locator("tr[aria-current=true]")).to_contain_text("6300")
    keys.press("Enter")
    page.wait_for_url("**/ledger/?account=6300&year=2026*")
    keys.press("u")
    page.wait_for_url("**/trial-balance/?year=2026*")
    expect(page.locator("tr[aria-current=true]")).to_contain_text("6300")
    page.goto(f"{live_server.url}/styleguide/")
    page.locator("#main").focus()
    keys.press("j", "Space", "j", "j", "Shift+Space")
    expect(page.locator("[data-count]").first).to_have_text("3")
