"""The style guide draws every component; error pages need nothing; the palette finds."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from erp.ui import registry, styleguide, views
from erp.ui.permissions import MEMBER
from erp.ui.registry import Hit, NavItem, PaletteAction, SearchSource
from tests.ui.requests import from_htmx, make_request

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.usefixtures("empty_registry")]
COMPONENTS = Path(__file__).resolve().parent.parent.parent / "templates" / "components"


def test_the_style_guide_draws_all_components(db: Any) -> None:
    html = styleguide.styleguide(make_request("/styleguide/")).text
    for sign in (
        "swatches",
        "table--grid",
        "balance--off",
        "toast--neg",
        "stepper",
        "skeleton",
        "dropzone",
        "data-otp",
    ):
        assert sign in html, sign
    identifiers = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({each for each in identifiers if identifiers.count(each) > 1}) == []
    assert "{{" not in html
    assert "{%" not in html


def test_the_example_form_answers_its_errors(db: Any) -> None:
    request = make_request(
        "/styleguide/", method="post", amount="x", headers=from_htmx("form#guide-form")
    )
    response = styleguide.styleguide(request)
    assert response.status_code == 422
    assert response.text.strip().startswith('<form class="stack" id="guide-form"')
    assert 'aria-invalid="true"' in response.text


def test_the_example_combobox_marks_what_was_typed() -> None:
    html = styleguide.options(make_request("/styleguide/options/", q="goods")).text
    assert "<mark>Goods</mark> for resale" in html
    assert html.count('role="option"') == 3
    assert 'data-text="4300 Goods for resale"' in html


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', html)


def test_the_palette_finds_actions_places_and_things() -> None:
    registry.register(
        NavItem("start", "Overview", "home", "home", MEMBER, shortcut="g o"),
        NavItem("accounting", "Vouchers", "vouchers", "voucher", MEMBER),
        PaletteAction("New voucher", "voucher_new", "plus", MEMBER, "n b"),
        SearchSource(
            "Customers",
            MEMBER,
            lambda request, text: [Hit("Nordhavn", "/fjord/parties/1/", "users", "10042")],
        ),
    )
    html = views.palette(make_request("/fjord/palette/", q="vou")).text
    assert links(html) == [
        "/fjord/vouchers/new/",
        "/fjord/vouchers/",
        "/fjord/parties/1/",
    ]
    assert links(views.palette(make_request("/fjord/palette/")).text) == [
        "/fjord/vouchers/new/",
        "/fjord/",
        "/fjord/vouchers/",
    ]


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "500"])
def test_error_pages_need_no_context_and_no_database(code: str) -> None:
    html = get_template(f"{code}.html").render()
    assert f"{code}" in html
    assert 'class="fault"' in html
    assert "<script" not in html.split("preferences.js")[1]


def test_the_shell_without_a_company_offers_the_companies() -> None:
    request = RequestFactory().get("/")
    request.companies = make_request().companies
    request.user = make_request().user
    html = render_to_string("shell.html", {}, request=request)
    assert 'href="/fjord/"' in html
    assert 'id="palette"' not in html


def test_every_component_says_what_it_takes() -> None:
    silent = [
        path.name
        for path in COMPONENTS.glob("*.html")
        if not path.read_text().startswith(("{#", "<svg"))
    ]
    assert silent == []
