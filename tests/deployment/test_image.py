"""The Dockerfile: what it copies, installs and runs as."""

import ast
import importlib.util
import json
import re
import runpy
from fnmatch import fnmatch
from pathlib import Path

from erp.run.state import ROOT
from tests.deployment.compose import service

OUR_PACKAGES = {"accounting", "crm", "erp", "inbox", "integrations", "invoicing", "projects"}


def instructions() -> list[tuple[str, str]]:
    """Return every instruction of the Dockerfile, lines that go on put together."""
    text = (ROOT / "Dockerfile").read_text()
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.M)).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]  # type: ignore[misc]


def all_of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def copied() -> list[tuple[str, str]]:
    """Return (source in the checkout, place in the image)."""
    return [tuple(rest.split()) for rest in all_of("COPY") if not rest.startswith("--")]  # type: ignore[misc]


def let_through(path: str) -> bool:
    """Tell whether .dockerignore lets a path into the build; its last word counts."""
    answer = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.lstrip("!")
        parents = [path, *map(str, Path(path).parents)]
        if (
            line
            and not line.startswith("#")
            and any(
                fnmatch(part, pattern) or fnmatch(Path(part).name, pattern.removeprefix("**/"))
                for part in parents
            )
        ):
            answer = line.startswith("!")
    return answer


def test_all_that_is_copied_is_there_and_let_through() -> None:
    for source, _place in copied():
        assert (ROOT / source).exists(), source
        assert let_through(source), source


def test_all_packages_templates_and_texts_go_in() -> None:
    assert {source for source, _place in copied()} == OUR_PACKAGES | {
        "requirements.txt",
        "manage.py",
        "locale",
        "static",
        "templates",
    }


def test_nothing_else_goes_in() -> None:
    for path in (
        ".env",
        ".git/config",
        ".state/secret-key",
        "tests/world.py",
        "docs/ui.md",
        "erp/__pycache__/x.pyc",
    ):
        assert not let_through(path), path
    assert let_through("erp/settings.py")


def test_no_package_reaches_for_what_is_left_out() -> None:
    outside = re.compile(r"^\s*(?:from|import) (tests|benchmarks)\b", re.M)
    found = [
        str(path)
        for package in OUR_PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if outside.search(path.read_text())
    ]
    assert found == []


def test_bases_are_pinned_and_one() -> None:
    bases = {rest.split(" AS ")[0] for rest in all_of("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-[a-z]+", bases.pop())


def test_packages_are_those_of_the_lock_file_by_their_hashes_and_nothing_is_built() -> None:
    (install,) = [run for run in all_of("RUN") if "pip install" in run]
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install
    assert "-r /build/requirements.txt" in install
    assert "-dev" not in install


def test_system_packages_are_those_of_bin_start() -> None:
    start = ROOT / "bin/start"
    reading = set(re.findall(r'"(tesseract-ocr[a-z-]*)"', start.read_text()))
    assert reading == {"tesseract-ocr", "tesseract-ocr-nor"}
    wanted = {*runpy.run_path(str(start))["LIBRARIES"], *reading}
    (install,) = [run for run in all_of("RUN") if "apt-get install" in run]
    words = install.split("--no-install-recommends")[1].split("&&")[0].split()
    assert set(words) == wanted


def test_it_runs_as_nobody_in_particular() -> None:
    assert all_of("USER") == ["regna"]
    order = [name for name, _rest in instructions()]
    assert max(at for at, name in enumerate(order) if name == "RUN") < order.index("USER")
    assert any("useradd --uid 10001" in run for run in all_of("RUN"))
    # The files' volume takes its owner from the image.
    folder = service("web")["environment"]["STORAGE_URL"].removeprefix("file://")
    assert any(f"install -d -o regna -g regna -m 0750 {folder}" in run for run in all_of("RUN"))


def test_no_secret_is_built_in() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"SECRET_KEY|PASSWORD|_URL=", text)
    assert not all_of("ARG")
    (environment,) = [rest for rest in all_of("ENV") if "REGNA_ENV" in rest]
    assert "REGNA_ENV=production" in environment.split()


def test_texts_and_static_files_are_made_when_it_is_built() -> None:
    runs = all_of("RUN")
    assert "REGNA_ENV=build python -m erp.messages compile" in runs
    assert "REGNA_ENV=build python manage.py collectstatic --noinput" in runs


def test_it_serves_what_the_proxy_and_the_health_checks_ask_for() -> None:
    (command,) = [json.loads(rest) for rest in all_of("CMD")]
    assert command[:2] == ["gunicorn", "erp.wsgi"]
    assert command[command.index("--bind") + 1] == "0.0.0.0:8000"
    assert all_of("EXPOSE") == ["8000"]
    (health,) = all_of("HEALTHCHECK")
    code = json.loads(health[health.index("CMD") + 3 :])[2]
    assert "http://127.0.0.1:8000/healthz" in code
    ast.parse(code)
    for program in ("gunicorn", "celery"):
        assert importlib.util.find_spec(program)
