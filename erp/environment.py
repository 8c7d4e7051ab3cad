"""Typed reading of the environment: the one place that touches `os.environ`.

Every name that the product understands is registered here by reading it, so that a test can compare the
names with those that `docker-compose.yml` passes. Faults are collected and told all at once.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class Environment:
    """Reads variables, remembers their names and collects what is wrong with them."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.names: list[str] = []
        self.faults: list[str] = []

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """Return a text; an empty one counts as missing."""
        if name not in self.names:
            self.names.append(name)
        value = self.values.get(name, "").strip()
        if not value and required:
            self.faults.append(f"{name} is missing")
        return value or default

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a yes or no: 1, true, yes, on and their opposites."""
        value = self.text(name).lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        if value:
            self.faults.append(f"{name} must be yes or no, not {value!r}")
        return default

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.text(name)
        try:
            return int(value) if value else default
        except ValueError:
            self.faults.append(f"{name} must be a whole number, not {value!r}")
            return default

    def words(self, name: str, default: str = "", *, required: bool = False) -> list[str]:
        """Return a list of words that stand with commas between them."""
        text = self.text(name, default, required=required)
        return [word.strip() for word in text.split(",") if word.strip()]

    def database(self, name: str, *, required: bool = False) -> dict[str, Any]:
        """Return Django's settings for a `postgresql://` address; a `host` in the query is a socket folder."""
        url = self.text(name, required=required)
        if not url:
            return {}
        parts = urlsplit(url)
        if parts.scheme not in {"postgresql", "postgres"}:
            self.faults.append(f"{name} must start with postgresql://")
            return {}
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": query,
        }

    def folder(self, name: str, default: Path) -> Path:
        """Return the folder of a `file:///` address."""
        url = self.text(name)
        if not url:
            return default
        parts = urlsplit(url)
        if parts.scheme != "file" or not parts.path:
            self.faults.append(f"{name} must be a folder written as file:///path")
            return default
        return Path(unquote(parts.path))


environment = Environment(dict(os.environ))
