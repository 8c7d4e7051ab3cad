"""The whole URL configuration, for every role: who is let in where, and that no URL forgets to say."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter

from erp.access.foreign_views import FOREIGN_VIEWS
from erp.access.roles import PERMISSIONS, PERMISSIONS_OF, Role
from erp.companies.scope import Scope, set_scope
from erp.ui.permissions import MEMBER, PUBLIC, SIGNED_IN
from tests.world import World

pytestmark = pytest.mark.django_db

NOBODY = 987_654_321
SAMPLES = {IntConverter: str(NOBODY), SlugConverter: "nothing"}


def patterns(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL pattern with its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def declared(pattern: URLPattern) -> str | None:
    """Return the permission that a view declares, or that we declare for a package's view."""
    permission = getattr(pattern.callback, "permission", None)
    return permission or FOREIGN_VIEWS.get(pattern.name or "")


ALL = sorted(patterns(), key=lambda pair: pair[0])
OF_A_COMPANY = [(r, p) for r, p in ALL if r.startswith("<slug:company>/")]


def address(route: str, pattern: URLPattern, slug: str) -> str:
    """Return an address that the pattern matches, of things that are not there."""
    path = route.replace("<slug:company>", slug)
    for name, converter in pattern.pattern.converters.items():
        kind = next(
            k
            for k, v in {"int": IntConverter, "slug": SlugConverter}.items()
            if isinstance(converter, v)
        )
        path = path.replace(f"<{kind}:{name}>", SAMPLES[type(converter)])
    return "/" + path


def test_every_url_declares_a_known_permission() -> None:
    bare = [route for route, pattern in ALL if declared(pattern) is None]
    assert bare == []
    known = {*PERMISSIONS, MEMBER, SIGNED_IN, PUBLIC}
    assert [route for route, pattern in ALL if declared(pattern) not in known] == []


def test_no_url_of_a_company_is_public() -> None:
    assert [r for r, p in OF_A_COMPANY if declared(p) in {PUBLIC, SIGNED_IN}] == []


def test_every_permission_is_used_by_a_role_and_names_are_described() -> None:
    given = frozenset().union(*PERMISSIONS_OF.values())
    assert given == set(PERMISSIONS)
    assert set(PERMISSIONS_OF) == set(Role)


def test_an_auditor_changes_nothing() -> None:
    assert {name for name in PERMISSIONS_OF[Role.AUDITOR] if not name.endswith(".view")} == set()


@pytest.fixture
def nothing_raises(client: Client) -> Client:
    """A client for which an error in a view is its answer."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_let_in_where_it_may_and_nowhere_else(
    world: World, nothing_raises: Client, role: Role
) -> None:
    set_scope(Scope())
    nothing_raises.force_login(world.people[role])
    wrong: list[Any] = []
    for route, pattern in OF_A_COMPANY:
        permission = declared(pattern)
        may = permission == MEMBER or permission in PERMISSIONS_OF[role]
        for method in ("get", "post"):
            path = address(route, pattern, world.fjord.slug)
            status = getattr(nothing_raises, method)(path).status_code
            refused = status == 403
            if status >= 500 or (not may and not refused) or (may and refused and method == "get"):
                wrong.append((method, path, permission, status))
    assert wrong == []


@pytest.mark.parametrize(("route", "pattern"), OF_A_COMPANY, ids=[r for r, _p in OF_A_COMPANY])
def test_a_stranger_is_sent_to_sign_in_and_another_companys_people_find_nothing(
    world: World, client: Client, route: str, pattern: URLPattern
) -> None:
    set_scope(Scope())
    path = address(route, pattern, world.fjord.slug)
    assert client.get(path).headers["Location"].startswith("/account/login/")
    client.force_login(world.per)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_access_ends_by_date(world: World, client: Client) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from erp.access.models import Membership

    rolf = world.people[Role.AUDITOR]
    today = timezone.localdate()
    Membership.objects.filter(user=rolf).update(valid_to=today + timedelta(days=1))
    set_scope(Scope())
    client.force_login(rolf)
    assert client.get(f"/{world.fjord.slug}/").status_code == 200
    set_scope(world.scope)
    Membership.objects.filter(user=rolf).update(valid_to=today)
    set_scope(Scope())
    assert client.get(f"/{world.fjord.slug}/").status_code == 404
