"""bin/test --full runs what is long and forbids skips; without it long tests stay out; browsers are needed in CI."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from erp.run import testing
from erp.run.state import ROOT
from tests.support.browser import launch_arguments

SAMPLE = """
import pytest

def test_quick():
    pass

@pytest.mark.full
def test_long():
    pass

def test_left_out():
    pytest.skip("for a reason")
"""
PLUGIN = """
from pathlib import Path
from tests import shared
from tests.support.full_runs import *

shared.SHARED = Path({shared!r})
"""


def run(folder: Path, *, full: bool, shared: bool) -> "subprocess.CompletedProcess[str]":
    """Run three tests as bin/test would, with or without the published samples."""
    samples = folder / "shared"
    if shared:
        samples.mkdir()
    (folder / "full_run.py").write_text(PLUGIN.format(shared=str(samples)))
    (folder / "test_sample.py").write_text(SAMPLE)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  full: long\n")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "full_run",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            folder,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{folder}", "REGNA_FULL": "1" if full else "0"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow  # A run of pytest of its own.
def test_a_full_run_fails_on_a_skip_while_the_samples_are_there(tmp_path: Path) -> None:
    done = run(tmp_path, full=True, shared=True)
    assert (done.returncode, "2 passed, 1 skipped" in done.stdout) == (1, True), done.stdout
    assert "a full run must not skip" in done.stdout


@pytest.mark.slow  # A run of pytest of its own.
def test_a_full_run_may_skip_where_the_samples_are_not(tmp_path: Path) -> None:
    done = run(tmp_path, full=True, shared=False)
    assert (done.returncode, "2 passed, 1 skipped" in done.stdout) == (0, True), done.stdout


@pytest.mark.slow  # A run of pytest of its own.
def test_a_usual_run_leaves_long_tests_out(tmp_path: Path) -> None:
    done = run(tmp_path, full=False, shared=True)
    said = "1 passed, 1 skipped, 1 deselected"
    assert (done.returncode, said in done.stdout) == (0, True), done.stdout


def test_without_a_browser_its_tests_skip_but_fail_in_continuous_integration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception):
        launch_arguments("/nowhere")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        launch_arguments("/nowhere")
    assert "executable_path" not in launch_arguments(sys.executable), "Playwright's own is there"


def test_paths_and_full_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert testing.split(["--full", "tests/run", "-k", "skip"]) == (
        True,
        ["tests/run", "-k", "skip"],
    )
    assert testing.split([]) == (False, [])


def test_little_memory_is_not_filled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(testing, "SHARED_MEMORY", tmp_path)
    monkeypatch.setattr(testing, "ROOM", 1)
    assert testing.quick_folder() == tmp_path
    monkeypatch.setattr(testing, "ROOM", 1024**5)
    assert testing.quick_folder() == testing.temporary_folder()


def test_what_killed_runs_left_is_swept_and_a_living_one_is_not(tmp_path: Path) -> None:
    for name in ("killed", "living", "fresh"):
        folder = tmp_path / f"regna-test-{name}"
        folder.mkdir()
        (folder / "lock").touch()
        if name != "fresh":
            os.utime(folder, (0, 0))
    with (tmp_path / "regna-test-living" / "lock").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        testing.sweep("regna-test-", tmp_path)
    left = {folder.name for folder in tmp_path.iterdir()}
    assert left == {"regna-test-living", "regna-test-fresh"}


def test_the_steps_are_those_that_are_promised() -> None:
    names = [step.name for step in testing.steps()]
    assert names == [
        "format",
        "lint",
        "templates",
        "imports",
        "types",
        "catalogue",
        "migrations",
        "deployment",
        "tests",
    ]


def test_continuous_integration_runs_everything() -> None:
    assert "bin/test --full" in (ROOT / ".ci" / "run").read_text()
