"""Typed reading of the environment: the one place that touches `os.environ`.

Every name that the product understands is registered here by reading it, so that a test can compare the
names with those that `docker-compose.yml` passes. Faults are collected and told all at once.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# A database that does not answer must not hold a request for minutes. Units: seconds.
CONNECT_TIMEOUT = "10"


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

    def number(self, name: str, default: int, *, at_least: int = 0) -> int:
        """Return a whole number."""
        value = self.text(name)
        if not value:
            return default
        if re.fullmatch(r"[0-9]{1,9}", value) and int(value) >= at_least:
            return int(value)
        self.faults.append(f"{name} must be a whole number from {at_least}, not {value!r}")
        return default

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        """Return one of some words, as they are written there."""
        value = self.text(name, default)
        if value in choices:
            return value
        self.faults.append(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        return default

    def address(
        self, name: str, default: str, schemes: Sequence[str], *, required: bool = False
    ) -> str:
        """Return a URL whose scheme is one of these, and which leads somewhere. It is not shown in a fault."""
        url = self.text(name, default, required=required)
        if url and not leads_somewhere(url, schemes):
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            self.faults.append(f"{name} must start with {starts} and name a host")
        return url

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
        if not leads_somewhere(url, ("postgresql", "postgres")) or parts.path in {"", "/"}:
            self.faults.append(
                f"{name} must be written as postgresql://user:password@host/database"
            )
            return {}
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT} | query,
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


def leads_somewhere(url: str, schemes: Sequence[str]) -> bool:
    """Tell whether a URL has one of these schemes, a port that can be, and a host, a path or a query."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    place = parts.hostname or parts.path.strip("/") or parts.query or parts.scheme == "memory"
    return parts.scheme in schemes and port != 0 and bool(place)


def cache_beside(broker: str) -> dict[str, Any]:
    """Return Django's settings for a cache on the broker's server, in database 1; of this process alone without one."""
    parts = urlsplit(broker)
    if parts.scheme == "redis+socket":
        location = f"unix://{parts.path}?db=1"
    elif parts.scheme in {"redis", "rediss"}:
        location = parts._replace(path="/1").geturl()
    else:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location}


environment = Environment(dict(os.environ))
