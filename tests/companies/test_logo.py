"""Giving a company its logo: who may, what is kept, who sees it, and how it is sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erp.access.roles import Role
from erp.companies.models import Company
from erp.companies.scope import Scope, set_scope
from erp.files.models import StoredFile
from erp.logo.actions import remove_logo, set_logo
from tests.companies.pictures import picture, with_words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(world: World, client: Client) -> Callable[..., Client]:
    """Sign somebody in."""

    def signed_in(user: Any) -> Client:
        set_scope(Scope())
        client.force_login(user)
        return client

    return signed_in


def fjord(world: World) -> Company:
    set_scope(world.scope)
    return Company.objects.get(pk=world.fjord.pk)


def address(company: Company) -> str:
    return f"/{company.slug}/logo/{company.logo_sha256[:16]}/"


def upload(content: bytes, name: str = "logo.png", kind: str = "image/png") -> dict[str, Any]:
    return {"logo": SimpleUploadedFile(name, content, kind)}


def test_a_logo_is_uploaded_shown_and_removed(world: World, browser: Callable[..., Client]) -> None:
    owner = browser(world.eva)
    place = f"/{world.fjord.slug}/settings/logo/"
    assert owner.get(place).status_code == 200
    done = owner.post(place, upload(with_words()))
    assert done.headers["Location"] == f"/{world.fjord.slug}/settings/"
    company = fjord(world)
    for path in (f"/{company.slug}/settings/", f"/{company.slug}/accounting/vouchers/"):
        assert f'<img src="{address(company)}" alt="">' in owner.get(path).content.decode()
    done = owner.post(f"{place}remove/")
    assert done.headers["Location"] == f"/{world.fjord.slug}/settings/"
    assert fjord(world).logo_sha256 == ""
    assert "<img" not in owner.get(f"/{company.slug}/settings/").content.decode()
    assert owner.get(address(company)).status_code == 404


def test_it_is_sent_as_a_picture_and_as_nothing_else(
    world: World, browser: Callable[..., Client]
) -> None:
    company = set_logo(company=world.fjord, by=world.eva, content=with_words())
    response = browser(world.people[Role.EXTERNAL]).get(address(company))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"].startswith("private")
    assert response.content.startswith(b"\x89PNG")
    assert b"script" not in response.content
    again = browser(world.eva).get(
        address(company), headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_for_members_alone(
    world: World, browser: Callable[..., Client], client: Client
) -> None:
    company = set_logo(company=world.fjord, by=world.eva, content=picture())
    set_scope(Scope())
    assert client.get(address(company)).headers["Location"].startswith("/account/login/")
    stranger = browser(world.per)
    assert stranger.get(address(company)).status_code == 404
    path = address(company).replace(world.fjord.slug, world.tind.slug)
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OWNER, Role.ACCOUNTANT}]
)
def test_others_than_owner_and_accountant_do_not_change_it(
    world: World, browser: Callable[..., Client], role: Role
) -> None:
    member = browser(world.people[role])
    assert member.post(f"/{world.fjord.slug}/settings/logo/", upload(picture())).status_code == 403
    assert member.post(f"/{world.fjord.slug}/settings/logo/remove/").status_code == 403
    with pytest.raises(PermissionDenied):
        set_logo(company=world.fjord, by=world.people[role], content=picture())
    with pytest.raises(PermissionDenied):
        remove_logo(company=world.fjord, by=world.people[role])


@pytest.mark.parametrize(
    "files",
    [
        {},
        upload(b""),
        upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "image/svg+xml"),
        upload(b"<html></html>", "logo.png"),
        upload(picture("GIF"), "logo.gif"),
        upload(picture() + b"\0" * 3_000_000),
    ],
    ids=["nothing", "empty", "svg", "html", "gif", "too large"],
)
def test_what_cannot_be_a_logo_is_refused_at_the_field(
    world: World, browser: Callable[..., Client], files: dict[str, Any]
) -> None:
    response = browser(world.eva).post(f"/{world.fjord.slug}/settings/logo/", files)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["logo"]
    assert 'id="id_logo_error"' in response.content.decode()
    assert fjord(world).logo_sha256 == ""


def test_the_same_picture_again_changes_nothing(world: World) -> None:
    company = set_logo(company=world.fjord, by=world.eva, content=picture())
    count = StoredFile.objects.for_company(company).count()
    again = set_logo(company=company, by=world.eva, content=picture())
    assert again.logo_sha256 == company.logo_sha256
    assert StoredFile.objects.for_company(company).count() == count


def test_each_logo_has_an_address_of_its_own(world: World, browser: Callable[..., Client]) -> None:
    first = address(set_logo(company=world.fjord, by=world.eva, content=picture()))
    second = address(set_logo(company=world.fjord, by=world.eva, content=picture(size=(80, 80))))
    assert first != second
    owner = browser(world.eva)
    assert owner.get(first).status_code == 404
    assert owner.get(second).status_code == 200


def test_the_history_tells_of_it(world: World, browser: Callable[..., Client]) -> None:
    owner = browser(world.eva)
    owner.post(f"/{world.fjord.slug}/settings/logo/", upload(picture()))
    shown = owner.get(f"/{world.fjord.slug}/history/company/{world.fjord.pk}/").content.decode()
    company = fjord(world)
    assert company.logo_sha256[:8] in shown
    assert company.logo_sha256 not in shown
    assert "Eva Eier" in shown
