"""An empty registry, and a table of rows that exists for one test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from erp.ui import registry
from tests.ui.sample import CREATE


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the apps have registered."""
    monkeypatch.setattr(registry, "_entries", [])


@pytest.fixture
def samples(db: Any) -> Iterator[None]:
    """Make the table of `Sample`, which nobody else sees."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
    yield
