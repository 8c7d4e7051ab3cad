"""The pages of signing in and of one's account, each in the state that shows it: accessible, and no wider than the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page

from erp.access.actions import create_user
from erp.access.letters import password_link
from tests.browser.pages import NOT_PAGES, OF_ONES_ACCOUNT
from tests.erp.test_url_roles import ALL
from tests.support.sign_in import code_of, wrong_code
from tests.world import PASSWORD, World

SERIOUS = {"serious", "critical"}


@pytest.fixture
def forgetful(settings: Any) -> Iterator[None]:
    """No failed tries from earlier; a code that runs out while it is typed still counts."""
    settings.MFA_TOTP_TOLERANCE = 1
    cache.clear()
    yield


@dataclass
class Looker:
    """Looks at pages as they come, and remembers which it saw and what was wrong with them."""

    page: Page
    base: str
    width: int
    seen: set[str] = field(default_factory=set)
    wrong: list[Any] = field(default_factory=list)

    def look(self, name: str, path: str = "") -> None:
        """Look at a page, or at the one that is open."""
        if path:
            self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")
        self.seen.add(name)
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response
        for violation in found["violations"]:
            if violation["impact"] in SERIOUS:
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                self.wrong.append((name, self.page.url, violation["id"], nodes))
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > self.width:
            self.wrong.append((name, self.page.url, "wider than the screen", wide))

    def send(self, **values: str) -> None:
        """Fill in the form that is open and send it."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)
        with self.page.expect_navigation():
            self.page.locator("main .btn--primary[type=submit]").click()

    def send_code(self, code: str) -> None:
        """Type a one-time code into its boxes and send it."""
        self.page.locator(".otp input").first.click()
        self.page.keyboard.type(code)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sign_in(self, email: str) -> None:
        """Open the log-in page and send it."""
        self.page.goto(f"{self.base}/account/login/")
        self.send(login=email, password=PASSWORD)


def look_outside(looker: Looker, world: World) -> None:
    """See the pages of those who are not signed in."""
    looker.look("account_login", "/account/login/")
    looker.send(login=world.kari.email, password="helt-feil-passord")
    looker.look("account_login")
    looker.look("account_reset_password", "/account/password/reset/")
    looker.send(email="ingen@fjord.example")
    looker.look("account_reset_password_done")
    looker.look("account_inactive", "/account/inactive/")
    looker.look("account_reset_password_from_key", "/account/password/reset/key/1-abc-def/")
    looker.page.goto(password_link(world.kari).replace(settings.BASE_URL, looker.base))
    looker.send(password1="kort", password2="annet")
    looker.look("account_reset_password_from_key")


def look_inside(looker: Looker, world: World) -> str:
    """See the pages of somebody who turns the second factor on; returns its secret."""
    looker.sign_in(world.ola.email)
    looker.look("my_account", "/account/")
    looker.look("account_logout", "/account/logout/")
    looker.look("account_change_password", "/account/password/change/")
    looker.send(oldpassword="x", password1="kort", password2="annet")
    looker.look("account_change_password")
    looker.look("mfa_index", "/account/2fa/")
    looker.look("account_reauthenticate", "/account/2fa/totp/activate/")
    looker.send(password=PASSWORD)
    looker.page.wait_for_url("**/activate/")
    looker.look("mfa_activate_totp")
    looker.page.locator("details summary").click()
    secret = "".join((looker.page.locator("details p").text_content() or "").split())
    looker.send_code(wrong_code(secret))
    looker.look("mfa_activate_totp")
    looker.send_code(code_of(secret))
    looker.page.wait_for_url("**/recovery-codes/")
    looker.look("mfa_view_recovery_codes")
    return secret


def look_at_both_steps(looker: Looker, world: World, secret: str) -> None:
    """See the pages of somebody who has a second factor."""
    looker.look("mfa_index", "/account/2fa/")
    looker.look("mfa_generate_recovery_codes", "/account/2fa/recovery-codes/generate/")
    looker.look("mfa_deactivate_totp", "/account/2fa/totp/deactivate/")
    looker.look("mfa_reauthenticate", "/account/2fa/reauthenticate/")
    looker.page.goto(f"{looker.base}/account/logout/")
    looker.send()
    looker.page.wait_for_url("**/login/")
    looker.sign_in(world.ola.email)
    looker.page.wait_for_url("**/authenticate/")
    looker.look("mfa_authenticate")
    looker.send_code(wrong_code(secret))
    looker.look("mfa_authenticate")
    looker.look("mfa_authenticate", "/account/2fa/authenticate/?recovery")


def look_at_refusals(looker: Looker) -> None:
    """See the pages of somebody who is in no company, and of somebody who guessed too often."""
    aase = create_user(email="aase@alene.example", name="Åse Alene", password=PASSWORD)
    looker.page.context.clear_cookies()
    looker.sign_in(aase.email)
    looker.look("start", "/")
    looker.page.context.clear_cookies()
    for _each in range(settings.AXES_FAILURE_LIMIT):
        looker.page.goto(f"{looker.base}/account/login/")
        looker.send(login=aase.email, password="helt-feil-passord")
    looker.look("locked out")


@pytest.mark.full
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("work_at_once", "forgetful")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_signing_in_are_accessible(
    world: World, live_server: Any, page: Page, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    looker = Looker(page, live_server.url, width)
    look_outside(looker, world)
    secret = look_inside(looker, world)
    look_at_both_steps(looker, world, secret)
    look_at_refusals(looker)
    assert looker.wrong == [], "\n".join(map(str, looker.wrong))
    assert OF_ONES_ACCOUNT - set(NOT_PAGES) <= looker.seen


def test_every_address_of_an_account_is_looked_at_or_is_no_page() -> None:
    below = {str(pattern.name) for route, pattern in ALL if route.startswith("account/")}
    assert below == OF_ONES_ACCOUNT
