"""A copy of the product of its own: started as bin/start does, in its own state folder and on its own port."""

import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from erp.run.processes import signal_each, started_for, working_in
from erp.run.state import ROOT, kept_secret, python, socket_folder
from tests.run.visitor import Visitor

# What the tests' own environment says about database, broker and mode is not for this copy.
OF_THE_TESTS = frozenset(
    [
        "DATABASE_URL",
        "MIGRATION_DATABASE_URL",
        "ADMIN_DATABASE_URL",
        "BROKER_URL",
        "STORAGE_URL",
        "REGNA_ENV",
        "REGNA_FULL",
        "REGNA_STARTED_FOR",
        "SECRET_KEY",
        "BASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    ]
)
SERVED = "Ctrl-C stops everything"
DATABASE = "regna"


def wait_until(holds: Callable[[], Any], what: str, patience: float = 60.0) -> Any:
    """Return what `holds` answers as soon as that counts as true; fails after `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := holds():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {patience:g} s: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """One copy; `start` may follow any end of it."""

    def __init__(self, state: Path) -> None:
        self.state, self.port = state, free_port()
        self.starts = 0
        self.supervisor: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
        self.environment = kept | {"ERP_STATE": str(state), "ERP_PORT": str(self.port)}

    # --- Starting and stopping ---

    @property
    def said(self) -> Path:
        """The file that holds what the latest start has said."""
        return self.state.parent / f"start-{self.starts}.out"

    def start(self) -> float:
        """Start, and return after how many seconds the address was told."""
        begun = time.monotonic()
        self.starts += 1
        with self.said.open("wb") as said:
            self.supervisor = self.launch(said)
        wait_until(self.is_served, "the product is served", 180)
        return time.monotonic() - begun

    def launch(self, said: Any) -> subprocess.Popen[bytes]:
        """Start `erp.run up` without waiting for it."""
        return subprocess.Popen(
            [python(), "-m", "erp.run", "up"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def is_served(self) -> bool:
        """Tell whether the start is over; fails with what was said when it failed."""
        assert self.supervisor is not None
        output = self.said.read_text(errors="replace")
        assert self.supervisor.poll() is None, output[-4000:]
        return SERVED in output

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask the supervisor to stop, as Ctrl-C does; returns its exit code."""
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        return self.supervisor.wait(60)

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.supervisor and self.supervisor.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
            self.supervisor.kill()
            self.supervisor.wait(10)
        signal_each(self.running(), signal.SIGKILL)

    # --- Its processes ---

    def pids(self) -> dict[str, int]:
        """Return the process ids that the supervisor has written down."""
        found: dict[str, int] = json.loads((self.state / "pids.json").read_text())
        return found

    def running(self) -> list[int]:
        """Return every living process that belongs to this copy, apart from the supervisor and its broker."""
        return [*started_for(self.state), *working_in(self.state / "pg")]

    def children(self, name: str) -> list[int]:
        """Return the processes that a process of the copy has started."""
        leader = self.pids()[name]
        listing = Path(f"/proc/{leader}/task/{leader}/children").read_text()
        return [int(pid) for pid in listing.split()]

    def is_healed(self, before: dict[str, int], *names: str) -> bool:
        """Tell whether each named process is another than before, and database, broker and files answer."""
        now = self.pids()
        return all(now[name] != before[name] for name in names) and self.is_ready()

    def is_ready(self) -> bool:
        """Tell whether database, broker and files answer."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.visitor().get("/readyz").status == 200
        return False

    # --- Who looks at it ---

    def visitor(self) -> Visitor:
        """Return a stranger."""
        return Visitor("127.0.0.1", self.port)

    def rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query, seen past row security by the role of backups."""
        with psycopg.connect(
            host=str(socket_folder(self.state)),
            user="erp_backup",
            password=kept_secret(self.state, "erp_backup.password"),
            dbname=DATABASE,
        ) as connection:
            return connection.execute(query.encode(), arguments or None).fetchall()

    def kept(self, sha256: str) -> str:
        """Return the SHA-256 of the bytes that are stored under a SHA-256."""
        path = self.state / "files" / sha256[:2] / sha256[2:4] / sha256
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def manage(self, *arguments: str) -> str:
        """Run a management command against this copy, and return what it prints."""
        done = subprocess.run(
            [python(), "-m", "erp.run", "manage", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
