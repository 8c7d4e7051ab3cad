"""`bin/start`: everything that Regna needs on one machine, started in order, watched, and stopped in reverse."""

import fcntl
import http.client
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

from erp.messages.catalogue import compile_catalogue
from erp.run.children import Child
from erp.run.processes import stop_leftovers
from erp.run.register import with_register
from erp.run.services import Services
from erp.run.state import ROOT, python, state_folder

FIRST_PORT, PORTS = 8000, 100
WATCH_EVERY = 0.5  # seconds
SERVED_WITHIN = 60.0  # seconds
# What Celery and Django warn of on every start, and is meant so on one machine.
EXPECTED = "ignore:You're running the worker with superuser,ignore:No directory at"


class Stop(Exception):
    """Somebody asked us to stop."""


def up(arguments: list[str]) -> int:
    """Run everything until Ctrl-C; the second of two at once says where the first is."""
    state = state_folder()
    with lock_of(state) as guard:
        if not alone(guard):
            print(f"Regna is already running: {read_address(state)}", flush=True)
            return 1
        (state / "address").unlink(missing_ok=True)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, stop_here)
        Running(state).run()
    return 0


def stop_here(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly stop."""
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def lock_of(state: Path) -> IO[str]:
    """Open the lock of a state folder, which is made when it is not there."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        return (state / "lock").open("a")
    except PermissionError:
        sys.exit(f"{state} belongs to another user: choose another folder with ERP_STATE.")


def alone(guard: IO[str]) -> bool:
    """Take the state folder for ourselves; the lock goes with the process."""
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Running:
    """One run: what was started, in the order that it is stopped in reverse."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.services = Services(state)
        self.demo: subprocess.Popen[str] | None = None
        self.children: list[Child] = []

    def run(self) -> None:
        """Start everything and keep it running until asked to stop."""
        try:
            stop_leftovers(self.state)
            with listen() as door:
                self.start(door)
                while True:
                    time.sleep(WATCH_EVERY)
                    self.heal()
        except Stop:
            print("\nStopping ...", flush=True)
        finally:
            self.stop()

    def start(self, door: socket.socket) -> None:
        """Start services, bring the tables up to date, then start the product and see it answer."""
        self.services.start()
        environment = self.services.environment() | {"PYTHONWARNINGS": EXPECTED}
        compile_catalogue()
        migrate(self.services.environment_of_owner())
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        self.demo = make_demo(environment)
        self.children = self.product_processes(environment, address, door)
        for child in self.children:
            child.start()
        self.write_pids()
        users = finished(self.demo)
        wait_until_served(door, self.children[0])
        (self.state / "address").write_text(address)
        print(f"\nRegna runs at {address}\n{users}", end="", flush=True)
        print("Ctrl-C stops everything; all data is kept.", flush=True)

    def product_processes(
        self, environment: dict[str, str], address: str, door: socket.socket
    ) -> list[Child]:
        """Return web, worker, scheduler and a stand-in of the register, not yet started."""
        environment = environment | {"BASE_URL": os.environ.get("BASE_URL", address)}
        environment, register = with_register(environment)
        web = ["-m", "gunicorn", "erp.wsgi", "--preload", "--no-control-socket"]
        web += ["--bind", f"fd://{door.fileno()}", "--worker-class", "gthread", "--workers", "2"]
        web += ["--threads", "4", "--timeout", "120", "--log-level", "warning"]
        celery = [python(), "-m", "celery", "-A", "erp", "--quiet"]
        level = ["--loglevel", "WARNING"]
        again = self.services.return_unfinished
        return [
            Child("web", [python(), *web], environment, handles=[door.fileno()]),
            Child("worker", [*celery, "worker", *level], environment, first=again),
            Child("scheduler", [*celery, "beat", *level], environment),
            *register,
        ]

    def heal(self) -> None:
        """Start again what has died."""
        before = self.services.pids()
        self.services.heal()
        started = [child.watch() for child in self.children]
        if any(started) or self.services.pids() != before:
            self.write_pids()

    def stop(self) -> None:
        """Stop everything; what needs a while to finish is given it at the same time as the others."""
        if self.demo and self.demo.poll() is None:
            self.demo.kill()
            self.demo.wait()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        self.services.stop()
        for name in ("pids.json", "address"):
            (self.state / name).unlink(missing_ok=True)

    def write_pids(self) -> None:
        """Write the process ids down, for operators and tests."""
        pids = self.services.pids() | {"supervisor": os.getpid()}
        pids |= {child.name: child.process.pid for child in self.children if child.process}
        temporary = self.state / "pids.tmp"
        temporary.write_text(json.dumps(pids))
        temporary.replace(self.state / "pids.json")


def read_address(state: Path) -> str:
    """Return where the running copy said that it is."""
    path = state / "address"
    return path.read_text() if path.exists() else "it is just starting"


def migrate(environment: dict[str, str]) -> None:
    """Bring the tables up to date in their owner's environment, or stop with what goes wrong."""
    command = [python(), "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit("The tables could not be brought up to date; see above.")


def make_demo(environment: dict[str, str]) -> subprocess.Popen[str]:
    """Begin to make the demo company, if there is none, while the product starts."""
    command = [python(), "manage.py", "demo", "--if-empty", "--users"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(demo: subprocess.Popen[str]) -> str:
    """Return what making the demo company has to say about its users."""
    said, _nothing = demo.communicate()
    if demo.returncode:
        sys.exit("The demo company could not be made; see above.")
    return said


def listen() -> socket.socket:
    """Open the web server's door on this machine only: at ERP_PORT, or the first free port from 8000.

    It stays open while the web server is started again, so that nobody is turned away meanwhile.
    """
    wanted = os.environ.get("ERP_PORT", "")
    if wanted and not wanted.isdecimal():
        sys.exit(f"ERP_PORT must be a port number, not {wanted!r}.")
    for port in [int(wanted)] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            door.close()
            continue
        door.listen(128)
        return door
    sys.exit(f"Port {wanted or FIRST_PORT} is taken by another program; choose one with ERP_PORT.")


def wait_until_served(door: socket.socket, web: Child) -> None:
    """Wait until the web server answers."""
    host, port = door.getsockname()
    deadline = time.monotonic() + SERVED_WITHIN
    while web.is_running and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    sys.exit("The web server did not start; see above.")
