"""One's own account, the first page after signing in, and how the pages look."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp.access.actions import add_member, create_user
from erp.access.models import Membership, User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def ola(outside: World, client: Client) -> Client:
    """Ola at his browser."""
    client.force_login(outside.ola)
    return client


def test_the_page_shows_name_companies_and_how_the_account_is_guarded(
    outside: World, ola: Client
) -> None:
    answer = ola.get("/account/")
    page = answer.content.decode()
    assert 'value="Ola Nordmann"' in page
    assert f'href="/{outside.fjord.slug}/"' in page
    assert outside.tind.name not in page
    for address in ("/account/password/change/", "/account/2fa/"):
        assert f'href="{address}"' in page
    assert not answer.context["second_factor"].on


def test_it_is_reached_from_the_menu_of_every_page(outside: World, ola: Client) -> None:
    page = ola.get(f"/{outside.fjord.slug}/").content.decode()
    menu = page[page.index('id="user-menu"') :]
    assert 'href="/account/"' in menu
    assert '<form method="post" action="/account/logout/">' in menu


def test_name_and_appearance_are_saved(outside: World, ola: Client) -> None:
    form = {"name": " Ola N. Nordmann ", "theme": "dark", "density": "compact"}
    assert ola.post("/account/", form).headers["Location"] == "/account/"
    saved = User.objects.get(pk=outside.ola.pk)
    assert (saved.name, saved.theme, saved.density) == ("Ola N. Nordmann", "dark", "compact")
    page = ola.get(f"/{outside.fjord.slug}/").content.decode()
    assert 'data-theme="dark" data-density="compact"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 151), ("theme", "pink"), ("density", "")],
)
def test_what_is_wrong_is_named_at_its_field(
    outside: World, ola: Client, field: str, value: str
) -> None:
    form = {"name": "Ola", "theme": "dark", "density": "compact"} | {field: value}
    answer = ola.post("/account/", form)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert User.objects.get(pk=outside.ola.pk).name == "Ola Nordmann"


def test_the_menu_saves_theme_and_density_one_by_one(outside: World, ola: Client) -> None:
    assert ola.post("/account/preferences/", {"theme": "light"}).status_code == 204
    assert ola.post("/account/preferences/", {"density": "compact"}).status_code == 204
    assert ola.post("/account/preferences/", {"theme": "pink"}).status_code == 204
    saved = User.objects.get(pk=outside.ola.pk)
    assert (saved.theme, saved.density) == ("light", "compact")


@pytest.mark.parametrize("address", ["/account/", "/account/preferences/", "/", "/account/2fa/"])
def test_a_stranger_is_sent_to_sign_in(outside: World, client: Client, address: str) -> None:
    method = client.post if "preferences" in address else client.get
    assert method(address).headers["Location"].startswith("/account/login/")


def test_who_is_in_many_companies_chooses(outside: World, ola: Client) -> None:
    with company_scope(outside.tind.pk):
        add_member(company=outside.tind, by=outside.per, user=outside.ola, role=Role.SALES)
    page = ola.get("/").content.decode()
    for company in (outside.fjord, outside.tind):
        assert f'<a href="/{company.slug}/"' in page


def test_who_is_in_none_is_told_what_to_do(outside: World, client: Client) -> None:
    nina = create_user(email="nina@fjord.example", name="Nina Ny")
    client.force_login(nina)
    answer = client.get("/")
    assert answer.status_code == 200
    assert "nina@fjord.example" in answer.content.decode()
    assert client.get("/account/").status_code == 200


def test_a_company_is_left_out_from_the_day_the_access_ends(outside: World, ola: Client) -> None:
    today = timezone.localdate()

    def end(days: int) -> Any:
        with company_scope(outside.fjord.pk):
            mine = Membership.objects.filter(user=outside.ola)
            mine.update(valid_to=today + timedelta(days=days))
        return ola.get("/")

    assert end(1).headers["Location"] == f"/{outside.fjord.slug}/"
    assert end(0).status_code == 200
    assert f'href="/{outside.fjord.slug}/"' not in ola.get("/account/").content.decode()
