"""Every page of the product: answers, few queries, accessible in both widths and schemes, nothing wider than the screen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from erp.access.models import User
from erp.companies.scope import Scope, set_scope
from tests.browser.pages import FRAGMENTS, Shown, make_shown
from tests.support.headers import missing_headers

MOST_QUERIES = 15
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: Any) -> Iterator[Shown]:
    """A company with something on every page; made once."""
    with django_db_blocker.unblock():
        yield make_shown("shown")


@pytest.mark.django_db(transaction=True)
def test_every_page_answers_with_few_queries(shown: Shown) -> None:
    set_scope(Scope())
    client = Client()
    client.force_login(shown.user)
    wrong = {}
    for name, address in shown.addresses.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address, follow=name == "start")
            if response.streaming:
                b"".join(response.streaming_content)
        asked = [q for q in queries if "set_config" not in q["sql"]]
        if response.status_code != 200 or len(asked) > MOST_QUERIES:
            wrong[name] = (response.status_code, len(asked))
    assert wrong == {}


@pytest.mark.django_db(transaction=True)
def test_every_page_tells_the_browser_what_to_refuse(shown: Shown) -> None:
    set_scope(Scope())
    client = Client()
    client.force_login(shown.user)
    wrong = {}
    for name, address in shown.addresses.items():
        response = client.get(address)
        if missing := missing_headers(response):
            wrong[name] = missing
        response.close()
    assert wrong == {}


@pytest.mark.full
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    shown: Shown,
    live_server: Any,
    sign_in: Callable[[User], Page],
    width: int,
    scheme: Any,
) -> None:
    page = sign_in(shown.user)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    wrong: list[Any] = []
    for name, address in shown.addresses.items():
        if name in FRAGMENTS:
            continue
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        for violation in (
            Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        ):
            if violation["impact"] in SERIOUS:
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                wrong.append((name, violation["id"], nodes))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong.append((name, "wider than the screen", wide))
    assert not wrong, "\n".join(map(str, wrong))
