"""`docker-compose.yml` and `.env` as Docker reads them: merged, with the variables in their places."""

import re
from functools import cache
from typing import Any

import yaml

from erp.run.state import ROOT

VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}|\$")
# What an operator fills in where .env.example is empty.
FILLED = {
    "REGNA_HOST": "regna.example",
    "SECRET_KEY": "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "POSTGRES_PASSWORD": "5e4d3c2b1a09",
    "ERP_OWNER_PASSWORD": "6f5e4d3c2b1a",
    "ERP_APP_PASSWORD": "7a6f5e4d3c2b",
    "ERP_BACKUP_PASSWORD": "8b7a6f5e4d3c",
    "REDIS_PASSWORD": "9c8b7a6f5e4d",
    "EMAIL_URL": "smtp://regna:secret@mail.regna.example:587",
    "DEFAULT_FROM_EMAIL": "Regna <regna@regna.example>",
}


def env_file(text: str) -> dict[str, str]:
    """Read the lines of a .env file that are not comments."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _sign, value in pairs}


def example() -> dict[str, str]:
    """Read .env.example."""
    return env_file((ROOT / ".env.example").read_text())


def operators() -> dict[str, str]:
    """.env.example filled in by an operator."""
    return {name: value or FILLED[name] for name, value in example().items()}


class Missing(Exception):
    """A variable without which Docker refuses to start anything."""


def put_in(value: Any, values: dict[str, str]) -> Any:
    """Return a part of the file with the variables in their places."""
    if isinstance(value, dict):
        return {key: put_in(part, values) for key, part in value.items()}
    if isinstance(value, list):
        return [put_in(part, values) for part in value]
    return (
        VARIABLE.sub(lambda found: text_of(found, values), value)
        if isinstance(value, str)
        else value
    )


def text_of(found: re.Match[str], values: dict[str, str]) -> str:
    """Return what stands in the place of a variable. Raises: Missing."""
    if found[0] == "$$":
        return "$"
    assert found["name"], "a variable is written ${NAME}"
    value = values.get(found["name"], "")
    if value or found["kind"] is None:
        return value
    if found["kind"] == "?":
        raise Missing(found["name"])
    return found["rest"]


@cache
def raw() -> dict[str, Any]:
    """Return the file as it is written, anchors and merges done."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def compose(**changes: str) -> dict[str, Any]:
    """Return the file with an operator's variables."""
    content: dict[str, Any] = put_in(raw(), operators() | changes)
    return content


def service(name: str) -> dict[str, Any]:
    """Return one service."""
    found: dict[str, Any] = compose()["services"][name]
    return found


def variables() -> set[str]:
    """Return the names of all variables that the file asks for."""
    text = (ROOT / "docker-compose.yml").read_text()
    return {found["name"] for found in VARIABLE.finditer(text) if found["name"]}
