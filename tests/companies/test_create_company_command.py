"""`manage.py create_company`: a company for an owner who may not have an account yet."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from celery import current_app
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from erp.access.models import Membership, User
from erp.access.roles import Role
from erp.audit.queries import history_of
from erp.audit.registry import subject_of
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, scheduler_scope, set_scope
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def letters_at_once() -> Iterator[None]:
    """Let the process that asks do the worker's part."""
    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    set_scope(Scope())
    yield
    current_app.conf.task_always_eager = before


def create(slug: str, *more: str, owner: str, orgnr: str = "889640782") -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command(
        "create_company",
        slug,
        orgnr,
        "Bølge og Bris AS",
        f"--owner={owner}",
        "--owner-name=Nora Ny",
        *more,
        stdout=said,
    )
    return said.getvalue()


def company(slug: str) -> Company:
    with scheduler_scope():
        return Company.objects.get(slug=slug)


def test_the_owner_gets_a_letter_and_the_printed_link_lets_in(client: Client) -> None:
    said = create("kommando", "--vat-registered", "--fiscal-year-start=7", owner="nora@ny.example")
    made = company("kommando")
    assert (made.vat_registered, made.fiscal_year_start_month) == (True, 7)
    owner = User.objects.get(email="nora@ny.example")
    with company_scope(made.pk):
        assert Membership.objects.for_company(made).get().role == Role.OWNER
    assert owner.name == "Nora Ny"
    (letter,) = mail.outbox
    assert letter.to == ["nora@ny.example"]
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", said)
    assert link
    assert client.get(link[1], follow=True).status_code == 200


def test_one_who_has_an_account_signs_in_as_before(world: World) -> None:
    said = create("kommando-to", owner=world.per.email, orgnr="810034882")
    assert "reset/key" not in said
    world.per.refresh_from_db()
    assert world.per.name == "Per Tind"


def test_the_same_command_again_makes_nothing_new() -> None:
    create("kommando-tre", owner="tre@ny.example")
    assert "was here" in create("kommando-tre", owner="tre@ny.example")


def test_the_history_says_that_the_operator_made_it() -> None:
    create("kommando-fire", owner="fire@ny.example")
    made = company("kommando-fire")
    subject = subject_of("company")
    assert subject
    with company_scope(made.pk):
        (event,) = history_of(made, subject, made.pk)
    assert event.who == "Regna"


@pytest.mark.parametrize(
    ("slug", "owner", "orgnr", "said"),
    [
        ("account", "a@ny.example", "889640782", "slug:"),
        ("feil", "ikke-epost", "889640782", "e-post"),
        ("feil", "a@ny.example", "123", "organisasjonsnummer"),
        ("feil", "a@ny.example", "889640783", "organisasjonsnummer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    slug: str, owner: str, orgnr: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        create(slug, owner=owner, orgnr=orgnr)
    with scheduler_scope():
        assert not Company.objects.filter(slug="feil").exists()
