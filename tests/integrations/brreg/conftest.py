"""The stand-in of the register, on loopback."""

from collections.abc import Iterator

import pytest

from integrations.brreg.client import BrregClient
from integrations.brreg.standin import StandIn, running


@pytest.fixture
def register() -> Iterator[StandIn]:
    """A register that answers."""
    with running() as server:
        yield server


@pytest.fixture
def brreg(register: StandIn) -> BrregClient:
    """A client of it."""
    return BrregClient(register.url, timeout=1)
