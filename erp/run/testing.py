"""`bin/test`: every check of the project, on a throwaway database and broker."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from erp.run.services import Services
from erp.run.state import ROOT, python

SHARED_MEMORY = Path("/dev/shm")
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


def steps(full: bool) -> list[Step]:
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
        Step("tests", [*run, "pytest"], {"REGNA_FULL": "1" if full else "0"}),
    ]


def test(arguments: list[str]) -> int:
    """Run all checks; with paths, only pytest on them. `--full` adds what is long and forbids skips."""
    full = "--full" in arguments
    paths = [argument for argument in arguments if argument != "--full"]
    base = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    state = Path(tempfile.mkdtemp(prefix="regna-test-", dir=base))
    state.chmod(0o711)
    services = Services(state, mode="test", throwaway=True)
    try:
        environment = services.start() | {"CI_BROWSER_REQUIRED": os.environ.get("CI", "")}
        subprocess.run(
            [python(), "-m", "erp.messages", "compile"], cwd=ROOT, env=environment, check=True
        )
        if paths:
            extra = {"REGNA_FULL": "1" if full else "0"}
            return subprocess.run(
                [python(), "-m", "pytest", *paths], cwd=ROOT, env=environment | extra, check=False
            ).returncode
        return run_steps(steps(full), environment)
    finally:
        services.stop()
        shutil.rmtree(state, ignore_errors=True)


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
    state = Path(tempfile.mkdtemp(prefix="regna-bench-"))
    state.chmod(0o711)
    services = Services(state, mode="test")
    try:
        environment = services.start()
        return subprocess.run(
            [python(), "-m", "benchmarks", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode
    finally:
        services.stop()
        shutil.rmtree(state, ignore_errors=True)


def provision_command(arguments: list[str]) -> int:
    """`provision`: roles, rights and database on the server of ADMIN_DATABASE_URL, for production."""
    from erp.run.provision import LOGINS, provision

    admin = os.environ.get("ADMIN_DATABASE_URL", "")
    passwords = {role: os.environ.get(f"{role.upper()}_PASSWORD", "") for role in LOGINS}
    missing = [
        name for name, value in [("ADMIN_DATABASE_URL", admin), *passwords.items()] if not value
    ]
    if missing:
        names = ", ".join(
            name if name.isupper() else f"{name.upper()}_PASSWORD" for name in missing
        )
        print(f"provision needs {names} in the environment", file=sys.stderr)
        return 2
    database = arguments[0] if arguments else "regna"
    provision(admin, database, passwords)
    print(
        f"database {database} is ready: erp_owner migrates, erp_app serves, erp_backup reads for backups"
    )
    return 0
