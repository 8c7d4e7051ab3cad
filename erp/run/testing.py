"""`bin/test`: every check of the project, on a throwaway database and broker."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from erp.messages.catalogue import compile_catalogue
from erp.run.services import Services
from erp.run.state import ROOT, open_to_all, python, socket_folder

SHARED_MEMORY = Path("/dev/shm")
JUST_BEGUN = 60  # seconds
ROOM = 2 * 1024**3  # bytes
PRODUCTION = {
    "REGNA_ENV": "production",
    "SECRET_KEY": "a-secret-that-only-the-deployment-check-of-the-tests-uses-0123456789",
    "ALLOWED_HOSTS": "regna.example",
    "BASE_URL": "https://regna.example",
    "EMAIL_URL": "smtp://mail.regna.example:587",
    "DEFAULT_FROM_EMAIL": "regna@regna.example",
}


@dataclass
class Step:
    """A check: its name, its command, what it adds to the environment."""

    name: str
    command: list[str]
    extra: dict[str, str] | None = None


def steps() -> list[Step]:
    """Return all checks in the order that tells most, soonest."""
    run = [python(), "-m"]
    program = str(Path(python()).parent)
    manage = [python(), "manage.py"]
    return [
        Step("format", [*run, "ruff", "format", "--check", "."]),
        Step("lint", [*run, "ruff", "check", "."]),
        Step("templates", [f"{program}/djlint", "--lint", "--quiet", "templates"]),
        Step("imports", [f"{program}/lint-imports"]),
        Step("types", [*run, "mypy", "."]),
        Step("catalogue", [*run, "erp.messages", "check"]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Step("tests", [*run, "pytest"]),
    ]


def test(arguments: list[str]) -> int:
    """Run all checks; with paths, only pytest on them. `--full` adds what is long and forbids skips."""
    full, paths = split(arguments)
    with throwaway_services("regna-test-", quick_folder(), throwaway=True) as environment:
        compile_catalogue()
        environment["REGNA_FULL"] = "1" if full else "0"
        if paths:
            command = [python(), "-m", "pytest", *paths]
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        return run_steps(steps(), environment)


def split(arguments: list[str]) -> tuple[bool, list[str]]:
    """Return whether the run is a full one, and what else was asked for."""
    return "--full" in arguments, [argument for argument in arguments if argument != "--full"]


@contextmanager
def throwaway_services(prefix: str, base: Path, *, throwaway: bool) -> Iterator[dict[str, str]]:
    """Start a database and broker in a folder of their own; yields their environment, and leaves nothing."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sweep(prefix, base)
    state = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
    state.chmod(0o711)
    with (state / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        services = Services(state, mode="test", throwaway=throwaway)
        try:
            services.start()
            yield services.environment_of_tests()
        finally:
            services.stop()
            shutil.rmtree(state, ignore_errors=True)


def sweep(prefix: str, base: Path) -> None:
    """Remove the folders of runs that were killed: a living one holds its lock, or is only just beginning."""
    for folder in base.glob(f"{prefix}*"):
        try:
            if time.time() - folder.stat().st_mtime < JUST_BEGUN:
                continue
            with (folder / "lock").open() as guard:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for left in (folder, socket_folder(folder)):
                    shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue  # It lives, is another user's, or is gone.


def quick_folder() -> Path:
    """Return a folder in memory where there is room (containers often have little), else one on disk."""
    if os.access(SHARED_MEMORY, os.W_OK) and shutil.disk_usage(SHARED_MEMORY).free >= ROOM:
        return SHARED_MEMORY
    return temporary_folder()


def temporary_folder() -> Path:
    """Return a folder on disk that the database's own user can reach, whatever TMPDIR says."""
    folder = Path(tempfile.gettempdir())
    return folder if os.geteuid() or open_to_all(folder) else Path("/tmp")


def run_steps(todo: list[Step], environment: dict[str, str]) -> int:
    """Run every step, also after a failure, and print what each took."""
    results = []
    for step in todo:
        print(f"\n=== {step.name}", flush=True)
        begun = time.monotonic()
        done = subprocess.run(
            step.command, cwd=ROOT, env=environment | (step.extra or {}), check=False
        )
        results.append((step.name, done.returncode, time.monotonic() - begun))
    print("\n=== summary", flush=True)
    for name, code, seconds in results:
        print(f"{name:12} {'ok' if code == 0 else 'FAILED':8} {seconds:7.1f} s", flush=True)
    failed = [name for name, code, _seconds in results if code]
    total = sum(seconds for _name, _code, seconds in results)
    print(
        f"{'all' if not failed else ', '.join(failed) + ':'} {'passed' if not failed else 'FAILED'} in {total:.0f} s",
        flush=True,
    )
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the benchmarks on a durable cluster of their own; `--check` exits 1 when a limit is missed."""
    with throwaway_services("regna-bench-", temporary_folder(), throwaway=False) as environment:
        command = [python(), "-m", "benchmarks", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
