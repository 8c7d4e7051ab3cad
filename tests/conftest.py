"""The test database, and the cast of `tests/world.py` in it.

Migrations run as the owner; every test is served as `erp_app`, as in production. Nothing is ever flushed: the
ledger cannot be. Tests in a transaction share one committed world and roll back; tests that commit
(`transaction=True`, browser) get a fresh world of their own.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase

from erp.companies.scope import current_scope, forget_scope, set_scope
from tests.support.database import copied_database
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


QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, in a container."""
    return {
        "executable_path": shutil.which("chromium"),
        "args": [*QUIET.split(), "--disable-dev-shm-usage"],
    }


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


@pytest.hookimpl(hookwrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Fail a full run that skipped anything although the published samples are there."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    from tests.shared import SHARED

    if os.environ.get("REGNA_FULL") == "1" and skipped and SHARED.is_dir():
        reporter.write_line(
            f"ERROR: a full run must not skip, but {len(skipped)} tests were skipped", red=True
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out unless the run is a full one."""
    if os.environ.get("REGNA_FULL") == "1" or "full" in (config.option.markexpr or ""):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in set(long)]
