"""The processes that were started for a running copy, found again whatever became of who started them.

Each carries a mark in its environment and hands it down to its own children: so what a dead supervisor, or a
dead process of the product, has left running is found without any list, and nothing else is ever touched.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
MARK = "REGNA_STARTED_FOR"


def started_for(state: Path) -> list[int]:
    """Return the ids of the living processes that were started for a state folder, without our own."""
    wanted = f"{MARK}={state}"
    found = _of_proc(wanted) if (PROC / "self").exists() else _of_ps(wanted)
    return [pid for pid in found if pid != os.getpid()]


def stop_leftovers(state: Path, patience: float = 10.0) -> None:
    """Stop what an earlier run has left behind: asked first, killed when it stays."""
    signal_each(started_for(state), signal.SIGTERM)
    deadline = time.monotonic() + patience
    while (left := started_for(state)) and time.monotonic() < deadline:
        time.sleep(0.1)
    signal_each(left, signal.SIGKILL)


def signal_each(pids: list[int], number: signal.Signals) -> None:
    """Signal processes; one that has just gone is no error."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def signal_group(leader: int, number: signal.Signals) -> None:
    """Signal a process of ours and those that it has started, also when it is dead itself."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies.
        return


def working_in(folder: Path) -> Iterator[int]:
    """Yield the ids of living processes whose working folder this is (Linux)."""
    for name in os.listdir(PROC) if PROC.is_dir() else ():
        if name.isdecimal():
            try:
                where = os.readlink(PROC / name / "cwd")
            except OSError:
                continue  # Another user's, a zombie, or gone.
            if where == str(folder):
                yield int(name)


def _of_proc(wanted: str) -> Iterator[int]:
    """Read Linux' own files. Those of other users stay closed, and are not ours; a zombie's is empty."""
    for name in os.listdir(PROC):
        if name.isdecimal():
            try:
                variables = (PROC / name / "environ").read_bytes()
            except OSError:
                continue
            if wanted.encode() in variables.split(b"\0"):
                yield int(name)


def _of_ps(wanted: str) -> Iterator[int]:
    """Ask `ps`, which shows environments behind the commands (macOS)."""
    command = ["ps", "-axww", "-E", "-o", "pid=,command="]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for line in listing.splitlines():
        pid, _space, rest = line.strip().partition(" ")
        if f" {wanted} " in f"{rest} ":
            yield int(pid)
