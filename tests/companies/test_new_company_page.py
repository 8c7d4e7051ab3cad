"""The page "Nytt selskap": who gets there, what it makes, where it leads, and what a new company shows."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from erp.access.actions import create_user
from erp.access.models import User
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, scheduler_scope, set_scope
from tests.erp.test_url_roles import OF_A_COMPANY, address
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db

URL = "/companies/new/"
DATA = {
    "name": "Bølge og Bris AS",
    "orgnr": "889 640 782",
    "vat_term_kind": "two_monthly",
    "fiscal_year_start_month": "1",
    "vat_registered": "on",
}


@pytest.fixture
def nora(world: World) -> User:
    """Somebody who has just got an account, and no company."""
    return create_user(email="nora@nytt.example", name="Nora Ny", password=PASSWORD)


@pytest.fixture
def hers(client: Client, nora: User) -> Client:
    """Her browser."""
    set_scope(Scope())
    client.force_login(nora)
    return client


def company(slug: str = "bolge-og-bris") -> Company:
    with scheduler_scope():
        return Company.objects.get(slug=slug)


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL).headers["Location"].startswith("/account/login/")
    assert client.post(URL, DATA).headers["Location"].startswith("/account/login/")


def test_one_who_has_no_company_finds_the_way_and_makes_the_first(hers: Client) -> None:
    assert f'href="{URL}"' in hers.get("/").content.decode()
    assert hers.get(URL).status_code == 200
    response = hers.post(URL, DATA)
    assert response.headers["Location"] == "/bolge-og-bris/"
    made = company()
    assert (made.orgnr, made.vat_registered) == ("889640782", True)
    page = hers.get("/bolge-og-bris/").content.decode()
    for place in ("settings/", "settings/logo/", "members/", "accounting/vouchers/new/", "inbox/"):
        assert f'href="/bolge-og-bris/{place}"' in page, place
    assert hers.get("/").headers["Location"] == "/bolge-og-bris/"


def test_the_company_menu_leads_there(world: World, client: Client) -> None:
    set_scope(Scope())
    client.force_login(world.ola)
    assert f'href="{URL}"' in client.get(f"/{world.fjord.slug}/").content.decode()


def test_where_it_is_switched_off_there_is_no_way_and_no_page(
    hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "NEW_COMPANIES", False)
    assert URL not in hers.get("/").content.decode()
    assert hers.get(URL).status_code == 403
    assert hers.post(URL, DATA).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "påkrevet"),
        ("orgnr", "889640783", "gyldig organisasjonsnummer"),
        ("fiscal_year_start_month", "13", "gyldig"),
        ("vat_term_kind", "weekly", "gyldig"),
        ("slug", "account", "reservert"),
        ("slug", "Å", ""),
        ("postal_code", "80", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    hers: Client, field: str, value: str, said: str
) -> None:
    response = hers.post(URL, DATA | {field: value})
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert said in form.errors[field][0]


def test_htmx_gets_the_form_alone_when_it_is_wrong_and_is_sent_on_when_it_is_right(
    hers: Client,
) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "company-new"}
    refused = hers.post(URL, DATA | {"name": ""}, headers=headers)
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith('<form class="card" id="company-new"')
    done = hers.post(URL, DATA, headers=headers)
    assert done.headers["HX-Redirect"] == "/bolge-og-bris/"


def test_every_page_of_a_company_just_founded_answers(hers: Client) -> None:
    hers.post(URL, DATA)
    hers.raise_request_exception = False
    wrong = {}
    for route, pattern in OF_A_COMPANY:
        path = address(route, pattern, "bolge-og-bris")
        status = hers.get(path).status_code
        is_list = not pattern.pattern.converters
        if status >= 500 or (is_list and status not in {200, 204, 302, 405}):
            wrong[path] = status
    assert wrong == {}


def test_first_steps_go_when_all_that_must_be_done_is_done(world: World, hers: Client) -> None:
    hers.post(URL, DATA)
    made = company()
    hers.post(
        "/bolge-og-bris/settings/", facts_of(made) | {"address": "Strandgata 3", "city": "Bodø"}
    )
    assert steps(hers) == [True, False, False, False, False]
    with company_scope(made.pk):
        from accounting.ledger.actions import post_voucher
        from erp.access.rights import SYSTEM
        from tests.world import draft, line

        post_voucher(
            draft(line("1920", "30000.00"), line("2000", "-30000.00")), company=made, by=SYSTEM
        )
    assert steps(hers) == []


def facts_of(made: Company) -> dict[str, Any]:
    """The settings form as it stands."""
    names = (
        "name orgnr vat_term_kind fiscal_year_start_month address postal_code city country colour"
    )
    return {name: getattr(made, name) for name in [*names.split(), "email", "phone"]}


def steps(browser: Client) -> list[bool]:
    """Return which of the first steps are done, in order."""
    return [step.done for step in browser.get("/bolge-og-bris/").context["first_steps"]]


def test_an_established_company_has_no_first_steps(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    from tests.world import line, post

    post(world, line("6800", "125.00", "1"), line("1920", "-125.00"))
    world.fjord.address, world.fjord.city = "Kaien 1", "Bergen"
    world.fjord.save()
    set_scope(Scope())
    client.force_login(world.eva)
    with django_assert_max_num_queries(15):
        assert client.get(f"/{world.fjord.slug}/").context["first_steps"] == []
