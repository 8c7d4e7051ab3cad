"""A new supplier from the register: typed, found, filled in, saved, and given a contact; also when nobody answers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from crm.models import Party, PartyContact
from erp.access.models import User
from erp.companies.scope import company_scope
from integrations.brreg.standin import Fault, StandIn, running
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
ORGNR = "921345674"


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Enhetsregisteret, as the product asks it."""
    with running() as server:
        monkeypatch.setattr(settings, "BRREG_URL", server.url)
        yield server


def test_a_supplier_is_looked_up_saved_and_given_a_contact_by_keyboard(
    world: World, live_server: Any, sign_in: Callable[[User], Page], register: StandIn
) -> None:
    page = sign_in(world.ola)
    page.goto(f"{live_server.url}/{world.fjord.slug}/parties/new/?role=supplier")
    expect(page.locator("#register-search")).to_be_focused()
    page.keyboard.type("fjordgl")
    hit = page.locator("#register-hits a")
    expect(hit).to_have_count(1)
    hit.focus()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=orgnr]")).to_have_value(ORGNR)
    expect(page.locator("input[name=name]")).to_be_focused()  # What is looked at first.
    expect(page.locator("input[name=email]")).to_have_value("post@fjordglttelektroas.example")
    expect(page.locator("input[name=roles][value=supplier]")).to_be_checked()
    page.locator("input[name=name]").fill("Fjordgløtt Elektro AS")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/parties/*/")
    expect(page.locator("h1")).to_have_text("Fjordgløtt Elektro AS")
    page.locator("a[href$='/contacts/new/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/new/")
    page.locator("input[name=name]").fill("Nora Nygård")
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/*/")
    with company_scope(world.fjord.pk):
        party = Party.objects.get(orgnr=ORGNR)
        assert (party.supplier_number, party.vat_registered) == (20001, True)
        assert PartyContact.objects.get(party=party).name == "Nora Nygård"


def test_a_refused_form_says_so_in_place_and_keeps_what_was_typed(
    world: World, live_server: Any, sign_in: Callable[[User], Page], register: StandIn
) -> None:
    page = sign_in(world.ola)
    register.faults.extend([Fault.ERROR] * 3)
    page.goto(f"{live_server.url}/{world.fjord.slug}/parties/new/")
    page.keyboard.type(ORGNR)
    expect(page.locator("#register-hits .alert")).to_be_visible()
    page.locator("input[name=name]").fill("For hånd AS")
    page.locator("input[name=orgnr]").fill("921345675")
    page.keyboard.press("Control+s")
    expect(page.locator("#id_orgnr")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=name]")).to_have_value("For hånd AS")
    page.locator("input[name=orgnr]").fill(ORGNR)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/parties/*/")
    expect(page.locator("h1")).to_have_text("For hånd AS")
