"""docs/production.md says what is so: settings, roles, services, commands and files are those of the code."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from erp.run.__main__ import COMMANDS
from erp.run.provision import LOGINS
from erp.run.state import ROOT
from tests.deployment.compose import compose, raw
from tests.deployment.production import PRODUCTION, settings_with

PAGE = (ROOT / "docs/production.md").read_text()


def section(title: str) -> str:
    """Return a section of the page."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """Return the rows of a section's table, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_of_settings_names_all_and_no_other() -> None:
    named = [re.sub(r"[`* ]", "", row[0]) for row in rows("Settings")]
    assert sorted(named) == sorted(settings.ENVIRONMENT_NAMES)


def test_a_star_stands_at_what_production_must_have() -> None:
    starred = {row[0].strip("`* ") for row in rows("Settings") if "*" in row[0]}
    assert starred == set(PRODUCTION) - {"REGNA_ENV"}


def test_defaults_are_those_of_the_settings() -> None:
    bare = settings_with({})
    words = {"yes": True, "no": False}
    for name, default, _what in rows("Settings"):
        key = name.strip("`* ")
        if default and key != "STYLE_GUIDE":  # Off in production alone.
            expected = default.strip("`")
            assert str(getattr(bare, key)) == str(words.get(expected, expected)), key
    assert not settings_with(PRODUCTION).STYLE_GUIDE
    assert raw()["services"]["web"]["environment"]["WEB_CONCURRENCY"].endswith(":-3}")
    assert "`WEB_CONCURRENCY` (3)" in PAGE


def test_services_and_volumes_are_those_of_the_compose_file() -> None:
    services = {name for row in rows("What runs") for name in re.findall(r"`(\w+)`", row[0])}
    assert services == set(compose()["services"])
    volumes = {name for row in rows("What runs") for name in re.findall(r"`(\w+)`", row[2])}
    assert volumes | {"files"} == set(compose()["volumes"])


def test_roles_are_those_that_are_provisioned() -> None:
    named = {row[0].strip("`") for row in rows("Roles of the database")}
    assert named == {*LOGINS, "erp_kernel"}
    bypassing = {row[0].strip("`") for row in rows("Roles of the database") if "bypass" in row[2]}
    assert bypassing == {role for role, option in LOGINS.items() if option == "BYPASSRLS"}


def test_commands_are_there() -> None:
    assert set(re.findall(r"manage\.py (\w+)", PAGE)) <= set(get_commands())
    assert set(re.findall(r"erp\.run (\w+)", PAGE)) <= set(COMMANDS)
    services = set(compose()["services"])
    asked = re.findall(r"docker compose (?:exec|run --rm) (\w+)", PAGE)
    assert set(asked) <= services
    stopped = re.findall(r"docker compose stop ([\w ]+)\n", PAGE)
    assert {name for line in stopped for name in line.split()} <= services


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:deploy|tests|docs)/[\w./-]+)`", PAGE)))
)
def test_files_are_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_nightly_checks_run_when_the_page_says() -> None:
    when = settings.CELERY_BEAT_SCHEDULE["check-books-nightly"]["schedule"]
    assert (when.hour, when.minute) == ({3}, {30})
    assert "03:30" in PAGE
