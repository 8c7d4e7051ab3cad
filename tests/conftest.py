"""The test database, and the cast of `tests/world.py` in it.

Migrations run as the owner; every test is served as `erp_app`, as in production. Nothing is ever flushed: the
ledger cannot be. Tests in a transaction share one committed world and roll back; tests that commit
(`transaction=True`, browser) get a fresh world of their own.
"""

import itertools
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase
from playwright.sync_api import Playwright

from erp.companies.scope import current_scope, forget_scope, set_scope
from tests.support.browser import launch_arguments
from tests.support.database import copied_database
from tests.support.full_runs import (  # noqa: F401 (pytest finds its hooks here)
    pytest_collection_modifyitems,
    pytest_sessionfinish,
)
from tests.world import World, make_world

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright runs an event loop of its own.


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Keep pytest-django from renaming the database per worker: there is one."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make the test database, let the tests connect to it as erp_app, and put the shared world into it."""
    with django_db_blocker.unblock(), copied_database():
        shared_worlds.append(make_world(""))
        yield


@pytest.fixture(autouse=True, scope="session")
def never_flush() -> Iterator[None]:
    """Tests that commit leave their rows behind, in companies of their own."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def files_in_a_folder_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep stored files out of the checkout."""
    settings.STORAGE_FOLDER = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright: Playwright) -> dict[str, Any]:
    """The system's Chromium, in a container."""
    return launch_arguments(playwright.chromium.executable_path)


counter = itertools.count(1)
shared_worlds: list[World] = []  # The committed world that tests in a transaction share.


@pytest.fixture
def scope_after_rollback() -> Iterator[None]:
    """Outlive the test's transaction: deferred constraints are checked in the scope that they arose in."""
    yield
    forget_scope()


@pytest.fixture
def world(request: pytest.FixtureRequest, scope_after_rollback: None) -> World:
    """Fjord AS and Tind AS with their people; the scope is Fjord's."""
    marker = request.node.get_closest_marker("django_db")
    commits = (
        bool(marker and marker.kwargs.get("transaction")) or "live_server" in request.fixturenames
    )
    if commits:
        request.getfixturevalue("transactional_db")
        chosen = make_world(f"-{next(counter)}")
    else:
        request.getfixturevalue("db")
        chosen = shared_worlds[0].reloaded()
    set_scope(chosen.scope)
    return chosen


class ScopedClient(Client):
    """A client after whose requests the test sees again what it saw before."""

    def request(self, **values: Any) -> Any:
        before = current_scope()
        try:
            return super().request(**values)
        finally:
            set_scope(before)


@pytest.fixture
def client() -> ScopedClient:
    """A browser without JavaScript."""
    return ScopedClient()
