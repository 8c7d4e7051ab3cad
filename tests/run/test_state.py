"""Where a copy keeps its state and sockets, and what it makes of what an earlier one left there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from erp.run import state as module
from erp.run.children import Child
from erp.run.postgres import Postgres
from erp.run.processes import MARK, PROC, signal_group, started_for, stop_leftovers
from erp.run.state import make_private, socket_folder, state_folder
from erp.run.supervisor import listen
from tests.run.product import wait_until

LONGEST_SOCKET = 104  # bytes, on macOS; Linux has 108
WAIT = "import time; time.sleep(60)"


@pytest.fixture
def begun() -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Processes that a test begins, and that do not outlive it."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def test_sockets_stand_below_a_short_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for temporary in ("/tmp", str(tmp_path / ("long" * 40)), "/var/folders/zz/zyxvpxvq6csf/T"):
        monkeypatch.setattr(tempfile, "gettempdir", lambda here=temporary: here)
        folder = socket_folder(tmp_path / "æøå with spaces" / ("deep" * 30))
        assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET


def test_two_states_have_sockets_of_their_own(tmp_path: Path) -> None:
    assert socket_folder(tmp_path / "a") != socket_folder(tmp_path / "b")
    assert socket_folder(tmp_path / "a") == socket_folder(tmp_path / "a")


def test_a_folder_for_sockets_that_somebody_else_has_put_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match="is not ours"):
        make_private(tmp_path / "sockets")
    make_private(tmp_path / "own")
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


def test_the_state_of_root_does_not_stand_where_the_database_cannot_reach_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checkout = tmp_path / "closed" / "checkout"
    checkout.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    monkeypatch.delenv("ERP_STATE", raising=False)
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert state_folder().parent == Path("/var/lib/regna")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert state_folder() == checkout / ".state"
    monkeypatch.setenv("ERP_STATE", str(tmp_path / "chosen"))
    assert state_folder() == tmp_path / "chosen"


def test_what_an_earlier_run_left_running_is_stopped_and_nothing_else(
    begun: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "ours-too"
    for state in (ours, theirs):
        environment = {**os.environ, MARK: str(state)}
        begun.append(subprocess.Popen([sys.executable, "-c", WAIT], env=environment))
    wait_until(lambda: started_for(ours) == [begun[0].pid], "the process is found")
    stop_leftovers(ours)
    assert begun[0].wait(10) != 0
    assert started_for(theirs) == [begun[1].pid]


def test_a_killed_process_is_started_again_without_what_it_had_started(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    script = f"""import subprocess, sys, time
one = subprocess.Popen([sys.executable, "-c", "{WAIT}"])
open({str(grandchild)!r}, "w").write(str(one.pid))
time.sleep(60)"""
    child = Child("example", [sys.executable, "-c", script], {**os.environ, MARK: str(tmp_path)})
    child.start()
    try:
        assert child.process
        first = child.process.pid
        wait_until(lambda: grandchild.exists() and grandchild.read_text(), "its child is there")
        orphan = int(grandchild.read_text())
        os.kill(first, 9)
        wait_until(child.watch, "it is started again")
        assert child.process.pid != first
        wait_until(lambda: orphan not in started_for(tmp_path), "the orphan is gone")
    finally:
        if child.process:
            signal_group(child.process.pid, 9)
            child.stop()


def test_a_process_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child("example", [sys.executable, "-c", ""], dict(os.environ))
    child.started = 100.0
    pauses = []
    for _each in range(8):
        child.pause = child._next_pause(101.0)
        pauses.append(child.pause)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert child._next_pause(100.0 + 31.0) == 0.5


def test_the_lock_of_a_dead_server_is_forgotten_even_when_its_id_lives_on(
    begun: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    postgres = Postgres(tmp_path)
    postgres.data.mkdir()
    lock = postgres.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{postgres.data}\n")
    postgres.clear_stale_lock()
    assert lock.exists() is not PROC.is_dir(), "only Linux tells where processes work"

    begun.append(subprocess.Popen([sys.executable, "-c", WAIT], cwd=postgres.data))
    lock.write_text(f"{begun[0].pid}\n{postgres.data}\n")
    postgres.clear_stale_lock()
    assert lock.exists(), "somebody works in the data folder still"


def test_a_port_that_is_taken_or_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERP_PORT", raising=False)
    with listen() as door:
        port = door.getsockname()[1]
        with listen() as second:
            assert second.getsockname()[1] != port, "the next free one"
        monkeypatch.setenv("ERP_PORT", str(port))
        with pytest.raises(SystemExit, match=f"Port {port} is taken"):
            listen()
    monkeypatch.setenv("ERP_PORT", "http")
    with pytest.raises(SystemExit, match="must be a port number"):
        listen()
