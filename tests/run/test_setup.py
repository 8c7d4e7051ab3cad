"""bin/start before it hands over: the environment, what the system lacks, and two of them at once."""

import fcntl
import importlib.machinery
import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from erp.run.state import ROOT


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """bin/start as a module, in an empty checkout with a space in its name."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("regna_start", str(ROOT / "bin" / "start"))
    spec = importlib.util.spec_from_loader("regna_start", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    checkout = tmp_path / "my checkout"
    checkout.mkdir()
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(module, "ENVIRONMENT", checkout / ".venv")
    monkeypatch.setattr(module, "PYTHON", checkout / ".venv" / "bin" / "python")
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (checkout / lock).write_text("nothing==1\n")
    return module


def installed(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is installed, instead of doing it."""
    noted: list[str] = []
    monkeypatch.setattr(start, "install", noted.append)
    return noted


@pytest.mark.slow  # It makes a real environment.
def test_an_environment_is_made_once_and_again_when_it_no_longer_fits(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = installed(start, monkeypatch)
    start.ensure_environment("requirements.txt")
    start.ensure_environment("requirements.txt")
    assert noted == ["requirements.txt"]

    (start.ROOT / "requirements.txt").write_text("other==1\n")
    start.ensure_environment("requirements.txt")
    start.ensure_environment("requirements-dev.txt")
    start.ensure_environment("requirements.txt")
    assert noted == ["requirements.txt", "requirements.txt", "requirements-dev.txt"]

    moved = start.ROOT.rename(start.ROOT.parent / "moved")
    monkeypatch.setattr(start, "ROOT", moved)
    monkeypatch.setattr(start, "ENVIRONMENT", moved / ".venv")
    monkeypatch.setattr(start, "PYTHON", moved / ".venv" / "bin" / "python")
    assert not start.is_sound(), "its programs name the old place"
    start.ensure_environment("requirements.txt")
    assert start.is_sound()
    assert noted[3:] == ["requirements.txt"]
    assert capsys.readouterr().out.count("Setting up Python packages") == 4


def test_a_missing_venv_module_is_told_in_one_line_and_leaves_nothing_half(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pip(folder: Path, **_options: Any) -> None:
        folder.mkdir()
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(venv, "create", without_pip)
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(SystemExit, match=f"apt-get install {package}"):
        start.make_environment()
    assert not start.ENVIRONMENT.exists()


def lacks_everything(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian without our system packages; notes what apt is asked for."""
    asked: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start, "has_library", lambda name: False)
    monkeypatch.setattr(start, "reads_norwegian", lambda: False)
    only_apt = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(start.shutil, "which", only_apt.get)

    def run(command: list[str], **_options: Any) -> "subprocess.CompletedProcess[str]":
        asked.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 100)

    monkeypatch.setattr(start.subprocess, "run", run)
    return asked


def test_without_the_right_to_install_one_line_names_what_is_missing(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = lacks_everything(start, monkeypatch)
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    start.ensure_system()
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "the rest works without them" in said
    for package in (*start.LIBRARIES, "tesseract-ocr", "tesseract-ocr-nor"):
        assert package in said
    assert asked == []


def test_as_root_they_are_installed_and_a_failure_is_not_repeated_all_day(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = lacks_everything(start, monkeypatch)
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    start.ENVIRONMENT.mkdir()
    start.ensure_system()
    assert [command[-1] for command in asked] == ["update", "tesseract-ocr-nor"]
    assert "apt-get install" in capsys.readouterr().out, "it failed, and what is missing is told"
    start.ensure_system()
    assert len(asked) == 2, "an offline start does not wait for apt again"


def test_the_browser_is_asked_for_apart_so_that_its_failure_stops_nothing_else(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = lacks_everything(start, monkeypatch)
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    start.ENVIRONMENT.mkdir()
    start.ensure_browser()
    assert [command[-1] for command in asked] == ["update", "chromium", "chromium"]
    assert "playwright" in asked[-1], "where the system has none, Playwright brings one"


def test_of_two_at_once_one_waits_for_the_other(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[int] = []

    def flock(guard: Any, how: int) -> None:
        taken.append(how)
        if how & fcntl.LOCK_NB:
            raise BlockingIOError

    monkeypatch.setattr(start.fcntl, "flock", flock)
    start.wait_for_turn(None)
    assert taken == [fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_EX]
    assert "waiting" in capsys.readouterr().out


def test_a_checkout_of_somebody_else_is_told_in_words(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(lock: str) -> None:
        raise PermissionError(13, "Permission denied", str(start.ENVIRONMENT))

    monkeypatch.setattr(start, "ensure_environment", refuse)
    with pytest.raises(SystemExit, match="belongs to another user"):
        start.main()


def test_the_three_commands_are_one_file() -> None:
    for name in ("test", "bench"):
        assert (ROOT / "bin" / name).readlink() == Path("start")


def test_every_package_that_is_installed_is_locked_by_a_hash() -> None:
    for lock in ("requirements-setup.txt", "requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / lock).read_text().splitlines()
        packages = [at for at, line in enumerate(lines) if "==" in line and line[0].isalnum()]
        assert packages
        assert all("--hash=sha256:" in lines[at + 1] for at in packages)
