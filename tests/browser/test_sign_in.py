"""Signing in as a person does it, in a real browser: password, one-time code, recovery code, and after an absence."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, expect

from erp.access.models import User
from tests.support.sign_in import code_of, wrong_code
from tests.world import PASSWORD, World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("work_at_once"),
]


@pytest.fixture(autouse=True)
def nothing_remembered(settings: Any) -> Iterator[None]:
    """No failed tries from earlier; a code that runs out while it is typed still counts."""
    settings.MFA_TOTP_TOLERANCE = 1
    cache.clear()
    yield


def give_password(page: Page, user: User, password: str = PASSWORD) -> None:
    """Fill in the log-in form by keyboard alone, from where the focus stands."""
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def give_code(page: Page, code: str) -> None:
    """Type a one-time code into its boxes, from where the focus stands."""
    expect(page.locator(".otp input").first).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    """Sign out by the user menu."""
    page.locator("[popovertarget=user-menu]").click()
    page.locator("#user-menu form button").click()
    page.wait_for_url("**/account/login/")


def test_password_then_code_then_recovery_code_by_keyboard(
    world: World, live_server: Any, page: Page
) -> None:
    home = f"{live_server.url}/{world.fjord.slug}/"
    page.goto(f"{home}members/")
    page.wait_for_url("**/account/login/?next=**")
    give_password(page, world.ola)
    page.wait_for_url(f"{home}members/")

    page.goto(f"{live_server.url}/account/2fa/totp/activate/")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/totp/activate/")
    width = "document.querySelector('.qr').naturalWidth"
    assert page.evaluate(width) > 0  # The picture is drawn: the content policy lets it.
    secret = page.locator("details p").text_content() or ""
    secret = "".join(secret.split())
    give_code(page, wrong_code(secret))
    expect(page.locator(".field__error")).to_be_visible()
    give_code(page, code_of(secret))
    page.wait_for_url("**/2fa/recovery-codes/")
    codes = page.locator(".codes li")
    expect(codes).to_have_count(10)
    recovery = codes.first.text_content() or ""
    with page.expect_download() as started:
        page.locator("[data-download]").click()
    assert recovery in started.value.path().read_text()

    sign_out(page)
    give_password(page, world.ola)
    page.wait_for_url("**/2fa/authenticate/")
    give_code(page, code_of(secret))
    page.wait_for_url(home)

    sign_out(page)
    give_password(page, world.ola)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("a[href$='?recovery']").click()
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url(home)


def test_a_password_is_looked_at_and_a_wrong_one_typed_again(
    world: World, live_server: Any, page: Page
) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.locator("[data-reveal]").click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "text")
    page.locator("[data-reveal]").click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "password")
    page.locator("[name=login]").focus()
    give_password(page, world.eva, "helt-feil-passord")
    expect(page.locator(".alert--neg")).to_be_visible()
    expect(page.locator("[name=password]")).to_be_focused()  # The address stands there still.
    expect(page.locator("[name=login]")).to_have_value(world.eva.email)


def test_after_an_absence_one_comes_back_to_where_one_was(
    world: World, live_server: Any, sign_in: Callable[[User], Page]
) -> None:
    page = sign_in(world.ola)
    inbox = f"{live_server.url}/{world.fjord.slug}/members/?q=1"
    page.goto(inbox)
    Session.objects.all().delete()
    page.keyboard.press("Control+K")
    page.locator("#palette input").press_sequentially("bil")
    page.wait_for_url("**/account/login/?next=**")
    give_password(page, world.ola)
    page.wait_for_url(inbox)


def test_without_scripts_the_forms_work_as_well(world: World, live_server: Any, page: Page) -> None:
    assert page.context.browser
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{live_server.url}/account/login/")
    expect(plain.locator("[data-reveal]")).to_be_hidden()
    plain.locator("[name=login]").fill(world.ola.email)
    plain.locator("[name=password]").fill(PASSWORD)
    plain.locator("button[type=submit]").click()
    plain.wait_for_url(f"**/{world.fjord.slug}/")
    plain.goto(f"{live_server.url}/account/")
    plain.locator("[name=theme][value=dark]").check()
    plain.locator("#account-form button[type=submit]").click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.context.close()
