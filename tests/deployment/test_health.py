"""/healthz lives as long as the process; /readyz names what is missing, and says no more."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from erp import health

pytestmark = pytest.mark.django_db

ALL_WELL = {"database": True, "migrations": True, "broker": True, "files": True}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test looks at the migrations itself."""
    monkeypatch.setattr(health, "_migrated", set())


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_ready_when_everything_answers(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, json.loads(response.content)) == (200, ALL_WELL)


def test_health_answers_to_any_host_without_session_or_redirect(client: Client) -> None:
    with_strange_host = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert with_strange_host.status_code == 200
    assert json.loads(with_strange_host.content) == {"status": "ok"}
    assert not with_strange_host.cookies


@pytest.fixture
def database_away(closed_port: int, django_db_blocker: Any) -> Iterator[None]:
    """A database server that is not there."""
    mine = connection.connection
    before = dict(connection.settings_dict)
    connection.connection = None
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(closed_port))
    yield
    connection.settings_dict.clear()
    connection.settings_dict.update(before)
    connection.connection = mine


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_the_database_is_down(database_away: None) -> None:
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content) == ALL_WELL | {"database": False, "migrations": False}
    assert Client().get("/healthz").status_code == 200


def test_not_ready_while_a_migration_is_pending(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.migrations.loader import MigrationLoader

    build = MigrationLoader.build_graph

    def without_the_latest(self: Any) -> None:
        build(self)
        latest = max(key for key in self.applied_migrations if key[0] == "accounting")
        del self.applied_migrations[latest]

    monkeypatch.setattr(MigrationLoader, "build_graph", without_the_latest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content) == ALL_WELL | {"migrations": False}

    monkeypatch.setattr(MigrationLoader, "build_graph", build)
    assert client.get("/readyz").status_code == 200


def test_migrations_are_looked_at_until_they_are_there_and_not_again(
    django_assert_num_queries: Any,
) -> None:
    Client().get("/readyz")
    with django_assert_num_queries(1):
        Client().get("/readyz")


def test_not_ready_while_the_broker_is_down(
    client: Client, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BROKER_URL", f"redis://127.0.0.1:{closed_port}/0")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content) == ALL_WELL | {"broker": False}


def test_not_ready_while_files_cannot_be_kept(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "files"
    in_the_way.write_text("a file where the folder should be")
    monkeypatch.setattr(settings, "STORAGE_FOLDER", in_the_way)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content) == ALL_WELL | {"files": False}
