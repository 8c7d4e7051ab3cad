"""Which Chromium the browser tests drive, and what it means when there is none."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
MISSING = "Chromium is missing (apt-get install chromium; as root bin/test does it)"


def launch_arguments(playwrights_own: str) -> dict[str, Any]:
    """Return how the browser is started: the system's, else Playwright's own; without one the test skips.

    In continuous integration (CI=true) a missing browser is a failure, since nobody reads what was skipped there.
    """
    system = next(filter(None, map(shutil.which, NAMES)), None)
    if not system and not Path(playwrights_own).exists():
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    program = {"executable_path": system} if system else {}
    return {**program, "args": [*QUIET.split(), "--disable-dev-shm-usage"]}
