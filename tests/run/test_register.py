"""`bin/start` without a register named: our stand-in answers, at the same address when it is started again."""

import os
import signal
from collections.abc import Iterator

import pytest

from erp.run.children import Child
from erp.run.register import with_register
from integrations.brreg.client import BrregClient

NAMED = {"BRREG_URL": "https://register.example/api"}


@pytest.fixture
def started() -> Iterator[tuple[str, Child]]:
    """The stand-in as a process, and its address."""
    bare = {name: value for name, value in os.environ.items() if name != "BRREG_URL"}
    environment, (child,) = with_register(bare)
    try:
        child.start()
        yield environment["BRREG_URL"], child
    finally:
        child.ask_to_stop()
        child.stop()
        os.close(child.handles[0])


def test_a_register_that_is_named_is_left_alone() -> None:
    assert with_register(NAMED) == (NAMED, [])


@pytest.mark.slow
def test_the_stand_in_answers_and_is_found_again_after_a_kill(started: tuple[str, Child]) -> None:
    address, child = started
    client = BrregClient(address, timeout=20)
    assert client.unit("921345674").name == "FJORDGLØTT ELEKTRO AS"
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait(10)
    child.start()
    assert client.unit("921345674").name == "FJORDGLØTT ELEKTRO AS"


@pytest.mark.slow
def test_the_stand_in_stops_when_it_is_asked_to(started: tuple[str, Child]) -> None:
    address, child = started
    BrregClient(address, timeout=20).unit("921345674")
    child.ask_to_stop()
    child.stop()
    assert child.process is not None
    assert child.process.returncode == 0
