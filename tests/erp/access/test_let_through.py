"""Whom the access middleware lets through, and where it sends the others."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from erp.companies.models import Company
from erp.companies.scope import Scope, set_scope
from tests.browser.pages import NOT_PAGES, Shown, make_shown
from tests.erp.test_url_roles import OF_A_COMPANY, address
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/fjord/inbox/?state=ready"}


def sent_to(answer: Any) -> str:
    """Return where a stranger is sent: as a browser, or as htmx is told it."""
    return str(answer.headers.get("HX-Redirect") or answer.headers["Location"])


def test_a_fragment_asked_for_after_the_session_has_ended_leads_to_its_page(
    outside: World, client: Client
) -> None:
    fragment = f"/{outside.fjord.slug}/palette/?q=bilag"
    answer = client.get(fragment, headers=HTMX)
    assert answer.status_code == 204
    assert answer.content == b""
    assert sent_to(answer) == "/account/login/?next=/fjord/inbox/%3Fstate%3Dready"


def test_a_form_sent_after_the_session_has_ended_leads_to_its_page(
    outside: World, client: Client
) -> None:
    address = f"/{outside.fjord.slug}/members/1/end/"
    page = f"http://testserver/{outside.fjord.slug}/members/"
    answer = client.post(address, headers={"Referer": page})
    assert sent_to(answer) == f"/account/login/?next=/{outside.fjord.slug}/members/"
    assert sent_to(client.post(address)) == "/account/login/?next=/"


@pytest.mark.parametrize(
    "around", ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "", "\x00"]
)
def test_a_page_of_another_host_is_not_where_one_stood(
    outside: World, client: Client, around: str
) -> None:
    headers = HTMX | {"HX-Current-URL": around}
    answer = client.get(f"/{outside.fjord.slug}/palette/", headers=headers)
    assert sent_to(answer) == "/account/login/?next=/"


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "patch"])
def test_no_method_goes_round_the_permission(outside: World, client: Client, method: str) -> None:
    stranger, per, eli = Client(), Client(), Client()
    per.force_login(outside.per)
    eli.force_login(list(outside.people.values())[-1])  # An external participant: no permissions.
    for route, pattern in OF_A_COMPANY:
        path = address(route, pattern, outside.fjord.slug)
        assert sent_to(getattr(stranger, method)(path)).startswith("/account/login/"), path
        assert getattr(per, method)(path).status_code == 404, path
        permission = getattr(pattern.callback, "permission", "")
        if permission != "member":
            assert getattr(eli, method)(path).status_code == 403, path


def test_a_head_request_answers_as_a_get_without_its_content(
    outside: World, client: Client
) -> None:
    client.force_login(outside.ola)
    answer = client.head(f"/{outside.fjord.slug}/members/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_refusal_is_403_and_what_is_not_there_404_also_for_htmx(
    outside: World, client: Client
) -> None:
    client.force_login(outside.kari)
    assert client.get(f"/{outside.fjord.slug}/settings/", headers=HTMX).status_code == 403
    assert client.get(f"/{outside.tind.slug}/settings/", headers=HTMX).status_code == 404
    assert client.get("/no-such-company/settings/").status_code == 404
    assert client.get(f"/{outside.fjord.slug}/no-such-page/").status_code == 404


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Shown]:
    """A company with something on every page."""
    with django_db_blocker.unblock():
        yield make_shown("let-through")


# Ids that name no object of one company, and panels that have nothing to say of what is not here.
NO_ONES = {"periods_of_year": "a year", "document_of_voucher": "says that there is no document"}


def with_ids(company: Company, demo: Shown) -> list[tuple[str, str]]:
    """Return addresses below one company of things that belong to another."""
    found = []
    for route, pattern in OF_A_COMPANY:
        name = str(pattern.name)
        if "<int:" not in route or name in {*NOT_PAGES, *NO_ONES}:
            continue
        path = demo.addresses[name].replace(f"/{demo.company.slug}/", f"/{company.slug}/", 1)
        assert reverse("home", args=[company.slug]) in path
        found.append((name, path))
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_anothers_things_are_not_found_below_ones_own_company(demo: Shown, world: World) -> None:
    """The demo company takes a while to make."""
    set_scope(Scope())
    client = Client()
    client.force_login(world.eva)
    theirs = with_ids(world.fjord, demo)
    assert len(theirs) >= 5
    seen = {name: client.get(path).status_code for name, path in theirs}
    assert {name: status for name, status in seen.items() if status != 404} == {}
    path = demo.addresses["document_of_voucher"].replace(demo.company.slug, world.fjord.slug)
    assert "href" not in client.get(path).content.decode()


def test_a_forged_or_foreign_session_is_nobodys(outside: World, client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert sent_to(client.get("/account/")).startswith("/account/login/")
