"""How a view answers: pages, fragments, ways on, toasts."""

import pytest
from django.contrib import messages
from django.http import HttpResponse

from erp.ui import go_to, page, toast
from tests.ui.requests import from_htmx, make_request

pytestmark = [
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.usefixtures("empty_registry", "own_page"),
]


@pytest.fixture
def own_page(settings: object, tmp_path: object) -> None:
    """A page with one partial."""
    (tmp_path / "note.html").write_text(
        '{% extends "shell.html" %}{% block page %}<h1>Whole</h1>'
        '{% partialdef note-form inline %}<form id="note-form">{{ text }}</form>{% endpartialdef %}{% endblock %}'
    )
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]


def answer(**headers: str) -> HttpResponse:
    request = make_request("/fjord/", headers=headers)
    return page(request, "note.html", partial="note-form", context={"text": "Hei"}, status=422)


def test_a_browser_gets_the_whole_page() -> None:
    response = answer()
    assert response.status_code == 422
    assert "<h1>Whole</h1>" in response.text
    assert '<form id="note-form">Hei</form>' in response.text
    assert 'data-theme="dark" data-density="compact"' in response.text


def test_htmx_gets_the_partial_alone() -> None:
    response = answer(**from_htmx("form#note-form"))
    assert response.status_code == 422
    assert response.text.strip() == '<form id="note-form">Hei</form>'


@pytest.mark.parametrize(
    "headers",
    [{"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}, {"HX-Request-Type": "full"}],
)
def test_boosted_links_and_steps_back_get_the_whole_page(headers: dict[str, str]) -> None:
    assert "<h1>Whole</h1>" in answer(**{**from_htmx("body"), **headers}).text


def test_answers_differ_by_who_asks_so_caches_must_know() -> None:
    assert "HX-Request" in answer()["Vary"]


def test_toasts_ride_along_with_a_fragment() -> None:
    request = make_request("/fjord/", headers=from_htmx("form#note-form"))
    toast(request, "Saved <b>", detail="twice")

    text = page(request, "note.html", partial="note-form").text

    assert 'hx-swap-oob="beforeend:#toasts"' in text
    assert "Saved &lt;b&gt;<small>twice</small>" in text


def test_toasts_stand_in_the_region_of_a_whole_page() -> None:
    request = make_request("/fjord/")
    toast(request, "It failed", level="error")
    text = page(request, "note.html", partial="note-form").text
    assert 'class="toast toast--neg"' in text
    assert "hx-swap-oob" not in text


def test_going_on_redirects_a_browser() -> None:
    response = go_to(make_request("/fjord/"), "/fjord/vouchers/")
    assert (response.status_code, response["Location"]) == (302, "/fjord/vouchers/")


def test_going_on_tells_htmx_to_load_the_page() -> None:
    response = go_to(make_request("/fjord/", headers=from_htmx()), "start")
    assert (response.status_code, response["HX-Redirect"]) == (200, "/")
    assert "Location" not in response


def test_going_on_to_an_object_leads_to_its_page() -> None:
    class Thing:
        def get_absolute_url(self) -> str:
            return "/fjord/things/1/"

    request = make_request("/fjord/")
    response = go_to(request, Thing(), toast="Made")

    assert response["Location"] == "/fjord/things/1/"
    assert [str(message) for message in messages.get_messages(request)] == ["Made"]
