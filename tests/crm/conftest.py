"""The register's stand-in behind the settings, and who is signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from erp.access.models import User
from erp.companies.scope import Scope, set_scope
from integrations.brreg.standin import StandIn, running
from tests.world import World


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Enhetsregisteret, as the product asks it."""
    with running() as server:
        monkeypatch.setattr(settings, "BRREG_URL", server.url)
        yield server


@pytest.fixture
def signed_in(world: World, client: Client) -> Callable[[User], Client]:
    """Sign somebody in; every request begins as a stranger's connection."""

    def sign_in(user: User) -> Client:
        set_scope(Scope())
        client.force_login(user)
        set_scope(world.scope)
        return client

    return sign_in


@pytest.fixture
def ola(world: World, signed_in: Callable[[User], Client]) -> Any:
    """Ola's browser: he keeps the books at Fjord AS."""
    return signed_in(world.ola)
