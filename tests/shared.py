"""Where the tests find the published samples of others, which the project does not carry."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared(*parts: str) -> Path:
    """Return the path of a published sample; skips loudly where the folder is missing.

    `bin/test --full` fails on any skip while the folder is there (see conftest).
    """
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with published samples is not there")
    path = SHARED.joinpath(*parts)
    assert path.exists(), f"{path} is missing from ../shared"
    return path
