"""The image and the compose file as far as they run without Docker: built, migrated, served, worked and scheduled."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from erp.run.provision import address
from erp.run.state import ROOT
from tests.deployment.compose import FILLED, service
from tests.deployment.test_backup import password_in
from tests.deployment.test_image import all_of, copied

pytestmark = [pytest.mark.full, pytest.mark.django_db]

DATABASE = f"production_{os.getpid()}"
PROXIED = {
    "Host": FILLED["REGNA_HOST"],
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
}


@dataclass
class Image:
    """What the Dockerfile builds, without the operating system around it."""

    app: Path
    files: Path

    def run(
        self, command: list[str], environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the image or of the compose file to its end."""
        return subprocess.run(
            here(command),
            cwd=self.app,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @contextmanager
    def running(
        self, command: list[str], environment: dict[str, str]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command that goes on, and end it with the block."""
        process = subprocess.Popen(here(command), cwd=self.app, env=environment)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)

    def environment(self, name: str) -> dict[str, str]:
        """Return what the compose file passes, with this run's servers in the place of the containers."""
        passed = dict(service(name)["environment"]) | {"PATH": os.environ["PATH"]}
        role = "MIGRATION_DATABASE_URL" if name == "migrate" else "DATABASE_URL"
        return passed | {
            "DATABASE_URL": address(os.environ[role], DATABASE),
            "BROKER_URL": os.environ["BROKER_URL"],
            "STORAGE_URL": self.files.as_uri(),
        }


def here(command: list[str]) -> list[str]:
    """Return a command with this environment's Python and programs."""
    program, *rest = command
    return (
        [sys.executable, *rest] if program == "python" else [sys.executable, "-m", program, *rest]
    )


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Image]:
    """Follow the Dockerfile, then provision and migrate as the compose file does."""
    folder = tmp_path_factory.mktemp("image")
    made = Image(folder / "app", folder / "files")
    for source, place in copied():
        if place.startswith("/"):
            continue
        target = made.app / place / ("" if (ROOT / source).is_dir() else source)
        if (ROOT / source).is_dir():
            shutil.copytree(
                ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
            )
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, target)
    for line in all_of("RUN"):
        if line.startswith("REGNA_ENV=build "):
            done = made.run(line.split()[1:], {"REGNA_ENV": "build", "PATH": os.environ["PATH"]})
            assert done.returncode == 0, done.stderr
    admin = os.environ["ADMIN_DATABASE_URL"]
    passwords = {
        "ADMIN_DATABASE_URL": admin,
        "ERP_OWNER_PASSWORD": password_in("MIGRATION_DATABASE_URL"),
        "ERP_APP_PASSWORD": password_in("DATABASE_URL"),
        "ERP_BACKUP_PASSWORD": "of-this-test",
    }
    provision = [*service("provision")["command"][:-1], DATABASE]
    for command, environment in (
        (provision, passwords | {"PATH": os.environ["PATH"]}),
        (provision, passwords | {"PATH": os.environ["PATH"]}),  # Every start does it again.
        (service("migrate")["command"], made.environment("migrate")),
    ):
        done = made.run(command, environment)
        assert done.returncode == 0, done.stderr
    yield made
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Ask until it is so, or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def port(image: Image) -> Iterator[int]:
    """The port on which the image's own command serves."""
    chosen = free_port()
    (command,) = [json.loads(rest) for rest in all_of("CMD")]
    command[command.index("--bind") + 1] = f"127.0.0.1:{chosen}"
    with image.running(command, image.environment("web") | {"WEB_CONCURRENCY": "1"}):
        assert within(60, lambda: answers(chosen))
        yield chosen


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz", {}).status == 200
    except OSError:
        return False


def get(port: int, path: str, headers: dict[str, str]) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    return response


def test_it_is_ready(port: int) -> None:
    response = get(port, "/readyz", {})
    assert response.status == 200
    assert json.loads(response.body) == {  # type: ignore[attr-defined]
        "database": True,
        "migrations": True,
        "broker": True,
        "files": True,
    }


def test_the_sign_in_page_comes_safely_through_the_proxy(port: int) -> None:
    response = get(port, "/account/login/", PROXIED)
    assert response.status == 200
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    cookies = response.headers.get_all("Set-Cookie") or []
    assert all("Secure" in cookie for cookie in cookies)


def test_the_static_files_of_a_page_are_there_under_names_that_last(port: int) -> None:
    page = get(port, "/account/login/", PROXIED).body.decode()  # type: ignore[attr-defined]
    names = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/static/")]
    assert names
    for name in names:
        response = get(port, name.split("#")[0], PROXIED)
        assert response.status == 200, name
        assert "immutable" in response.headers["Cache-Control"], name


def test_without_tls_or_under_another_name_nothing_is_served(port: int) -> None:
    plain = get(port, "/account/login/", {"Host": FILLED["REGNA_HOST"]})
    assert (plain.status, plain.headers["Location"]) == (
        301,
        f"https://{FILLED['REGNA_HOST']}/account/login/",
    )
    assert get(port, "/account/login/", PROXIED | {"Host": "another.example"}).status == 400


def test_the_style_guide_and_the_demo_are_not_for_production(image: Image, port: int) -> None:
    assert get(port, "/styleguide/", PROXIED).status in {302, 404}
    done = image.run(["python", "manage.py", "demo"], image.environment("web"))
    assert done.returncode != 0
    assert "not in production" in done.stderr


def test_the_worker_answers_its_health_check_while_it_runs(image: Image) -> None:
    environment = image.environment("worker")
    check = service("worker")["healthcheck"]["test"][1:]
    with image.running(service("worker")["command"], environment):
        assert within(90, lambda: image.run(check, environment).returncode == 0)
    assert image.run(check, environment).returncode != 0


def test_the_scheduler_notes_what_it_has_sent_and_its_health_check_finds_it(image: Image) -> None:
    environment = image.environment("beat")
    check = service("beat")["healthcheck"]["test"][1:]
    assert image.run(check, environment).returncode != 0
    with image.running(service("beat")["command"], environment) as scheduler:
        assert scheduler.poll() is None
        # Its first round comes at once, its first tasks after 15 seconds.
        assert not within(25, lambda: scheduler.poll() is not None)
    assert image.run(check, environment).returncode == 0
