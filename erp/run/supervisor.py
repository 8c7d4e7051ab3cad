"""`bin/start`: everything that Regna needs on one machine, started in order, watched, and stopped in reverse."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from erp.run.children import die_with_parent
from erp.run.services import Services
from erp.run.state import ROOT, python, state_folder

FIRST_PORT = 8000
WATCH_EVERY = 0.5  # seconds
LONGEST_PAUSE = 30.0


class Stop(Exception):
    """Somebody asked us to stop."""


class Child:
    """A process of the product that is started again when it dies, ever more slowly when it keeps dying."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.process: subprocess.Popen[bytes] | None = None
        self.pause, self.not_before, self.started = 0.0, 0.0, 0.0

    def start(self) -> None:
        """Start the process."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def watch(self) -> bool:
        """Start the process again when it has died and its pause is over; tells whether it did."""
        if self.process and self.process.poll() is None:
            return False
        now = time.monotonic()
        if not self.not_before:
            self.pause = (
                min(LONGEST_PAUSE, self.pause * 2 or 0.5) if now - self.started < 30 else 0.5
            )
            self.not_before = now + self.pause
            print(f"{self.name} stopped; starting it again in {self.pause:g} s", flush=True)
        if now < self.not_before:
            return False
        self.not_before = 0.0
        self.start()
        return True

    def stop(self, patience: float = 20.0) -> None:
        """Ask the process to stop, and kill it when it does not."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def up(arguments: list[str]) -> int:
    """Run everything until Ctrl-C; the second of two at once says where the first is."""
    state = state_folder()
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("a") as guard:
        if not alone(guard):
            print(f"Regna is already running: {read_address(state)}", flush=True)
            return 1
        signal.signal(signal.SIGTERM, stop_here)
        signal.signal(signal.SIGINT, stop_here)
        services = Services(state)
        children: list[Child] = []
        try:
            environment = services.start()
            prepare(environment)
            address = f"http://127.0.0.1:{free_port()}"
            children = product_processes(environment, address)
            for child in children:
                child.start()
            wait_until_served(address, children)
            announce(state, address, services, children, environment)
            watch(state, services, children)
        except Stop:
            print("\nStopping ...", flush=True)
        finally:
            for child in reversed(children):
                child.stop()
            services.stop()
            (state / "pids.json").unlink(missing_ok=True)
    return 0


def stop_here(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stop


def alone(guard: IO[str]) -> bool:
    """Take the state folder for ourselves; the lock goes with the process."""
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command, or stop with what it says."""
    subprocess.run([python(), "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def prepare(environment: dict[str, str]) -> None:
    """Bring catalogue, tables and demo company up to date."""
    subprocess.run(
        [python(), "-m", "erp.messages", "compile"], cwd=ROOT, env=environment, check=True
    )
    owner = environment | {
        "DATABASE_URL": environment.get("MIGRATION_DATABASE_URL", environment["DATABASE_URL"])
    }
    manage(owner, "migrate", "--verbosity", "0", "--skip-checks")
    manage(environment, "demo", "--if-empty")


def free_port() -> int:
    """Return ERP_PORT, or the first port from 8000 that nobody listens on."""
    if wanted := os.environ.get("ERP_PORT"):
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    return FIRST_PORT


def product_processes(environment: dict[str, str], address: str) -> list[Child]:
    """Return web, worker and scheduler, not yet started."""
    environment = environment | {"BASE_URL": os.environ.get("BASE_URL", address)}
    bind = address.removeprefix("http://")
    web = ["-m", "gunicorn", "erp.wsgi", "--preload", "--no-control-socket", "--bind", bind]
    web += [
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "120",
        "--log-level",
        "warning",
    ]
    quiet = ["--loglevel", "WARNING"]
    schedule = str(Path(environment.get("TMPDIR", "/tmp")) / f"regna-beat-{os.getpid()}.pid")
    return [
        Child("web", [python(), *web], environment),
        Child("worker", [python(), "-m", "celery", "-A", "erp", "worker", *quiet], environment),
        Child(
            "scheduler",
            [python(), "-m", "celery", "-A", "erp", "beat", *quiet, "--pidfile", schedule],
            environment,
        ),
    ]


def wait_until_served(address: str, children: list[Child]) -> None:
    """Wait until the web server takes connections."""
    host, port = address.removeprefix("http://").split(":")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if not probe.connect_ex((host, int(port))):
                return
        if children[0].process and children[0].process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("The web server did not start; see above.")


def announce(
    state: Path,
    address: str,
    services: Services,
    children: list[Child],
    environment: dict[str, str],
) -> None:
    """Say where Regna is and who may sign in."""
    (state / "address").write_text(address)
    write_pids(state, services, children)
    print(f"\nRegna runs at {address}", flush=True)
    manage(environment, "demo", "--users")
    print("Ctrl-C stops everything; all data is kept.", flush=True)


def read_address(state: Path) -> str:
    """Return where the running copy said that it is."""
    path = state / "address"
    return path.read_text() if path.exists() else "starting"


def write_pids(state: Path, services: Services, children: list[Child]) -> None:
    """Write the process ids, for operators and tests."""
    pids = services.pids() | {child.name: child.process.pid for child in children if child.process}
    temporary = state / "pids.tmp"
    temporary.write_text(json.dumps(pids | {"supervisor": os.getpid()}))
    temporary.replace(state / "pids.json")


def watch(state: Path, services: Services, children: list[Child]) -> None:
    """Keep everything running until asked to stop."""
    while True:
        time.sleep(WATCH_EVERY)
        before = services.pids()
        services.heal()
        started = [child.watch() for child in children]
        if any(started) or services.pids() != before:
            write_pids(state, services, children)
