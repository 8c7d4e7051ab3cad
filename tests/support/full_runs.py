"""What a full run (`bin/test --full`) adds: long tests, and no skips."""

import os
from collections.abc import Iterator

import pytest

from tests import shared


def is_full() -> bool:
    """Tell whether this is a full run."""
    return os.environ.get("REGNA_FULL") == "1"


@pytest.hookimpl(hookwrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Fail a full run that skipped anything although the published samples are there."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if is_full() and skipped and shared.SHARED.is_dir():
        reporter.write_line(
            f"ERROR: a full run must not skip, but {len(skipped)} tests were skipped", red=True
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out unless the run is a full one."""
    if is_full() or "full" in (config.option.markexpr or ""):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in set(long)]
