"""The embedded broker: what a dead worker had taken comes back, and what an earlier run left is stopped first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from erp.run.state import ROOT, socket_folder
from erp.run.valkey import Valkey

QUEUE = "celery"
DIE_WITH_A_TASK = f"""
import os, sys
from kombu.connection import Connection
queue = Connection(sys.argv[1]).SimpleQueue({QUEUE!r})
queue.put({{"task": 1}})
queue.get(timeout=5)
os._exit(9)
"""


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    started = Valkey(tmp_path / "with a space")
    started.start()
    yield started
    started.stop()


def waiting(broker: Valkey) -> int:
    with redis.Redis(unix_socket_path=str(broker.socket)) as server:
        return int(server.llen(QUEUE))


def test_what_a_dead_worker_had_taken_waits_again_at_once(broker: Valkey) -> None:
    command = [sys.executable, "-c", DIE_WITH_A_TASK, broker.url]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert waiting(broker) == 0
    broker.return_unfinished()
    broker.return_unfinished()
    assert waiting(broker) == 1


def test_a_broker_that_is_away_stops_nobody(broker: Valkey) -> None:
    broker.stop()
    broker.return_unfinished()
    assert not broker.answers()


def test_a_leftover_of_an_earlier_run_is_stopped_and_what_it_held_is_kept(broker: Valkey) -> None:
    with redis.Redis(unix_socket_path=str(broker.socket)) as server:
        server.lpush(QUEUE, "a task")
    second = Valkey(broker.folder.parent)
    try:
        second.start()
        assert broker.process and broker.process.wait(10) == 0
        assert waiting(second) == 1
    finally:
        second.stop()


def test_only_we_may_look_into_it(broker: Valkey) -> None:
    assert broker.folder.stat().st_mode & 0o077 == 0
    assert socket_folder(broker.folder.parent).stat().st_mode & 0o077 == 0
