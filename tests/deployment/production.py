"""The product's settings under an environment of one's own, and an environment that a production process has."""

import importlib.util
from types import ModuleType
from typing import Any
from unittest.mock import patch

from erp.environment import Environment
from erp.run.state import ROOT

PRODUCTION = {
    "REGNA_ENV": "production",
    "SECRET_KEY": "k4-ZqW8rT1yU5iO0pA7sD2fG6hJ9lX3cV-bN4mQ8wE1rT5yU0-8sKd2P",
    "ALLOWED_HOSTS": "regna.example",
    "BASE_URL": "https://regna.example",
    "DATABASE_URL": "postgresql://erp_app:secret@postgres:5432/regna",
    "BROKER_URL": "redis://:secret@redis:6379/0",
    "STORAGE_URL": "file:///data/files",
    "EMAIL_URL": "smtp://user:secret@mail.regna.example:587",
    "DEFAULT_FROM_EMAIL": "regna@regna.example",
}


def settings_with(values: dict[str, str]) -> ModuleType:
    """Run `erp/settings.py` once more, as a process with this environment and no other would."""
    spec = importlib.util.spec_from_file_location("settings_under_test", ROOT / "erp/settings.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with patch("erp.environment.environment", Environment(values)):
        spec.loader.exec_module(module)
    return module


def production(**changes: Any) -> dict[str, str]:
    """The environment of a production process with changes; None takes a value away."""
    changed = PRODUCTION | changes
    return {name: value for name, value in changed.items() if value is not None}
