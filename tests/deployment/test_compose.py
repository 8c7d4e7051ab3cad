"""docker-compose.yml, which cannot be run here: what each service is, and every setting that it passes."""

import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands

from erp.run.provision import LOGINS
from erp.run.state import ROOT
from tests.deployment.compose import (
    Missing,
    compose,
    example,
    operators,
    put_in,
    raw,
    service,
    variables,
)
from tests.deployment.production import PRODUCTION, settings_with

SERVING = ["web", "worker", "beat"]
PRODUCT = [*SERVING, "migrate", "provision"]
ONCE = {"migrate", "provision", "backup", "restore"}
# Read by what runs the product, not by its settings.
NOT_SETTINGS = {"WEB_CONCURRENCY": "gunicorn: how many processes serve"}


def test_the_parts_are_there() -> None:
    assert set(compose()["services"]) == {
        "proxy",
        "postgres",
        "redis",
        *PRODUCT,
        "backup",
        "restore",
    }


@pytest.mark.parametrize("name", [*SERVING, "migrate"])
def test_every_variable_is_a_setting_that_the_product_reads(name: str) -> None:
    passed = set(service(name)["environment"])
    assert passed - set(settings.ENVIRONMENT_NAMES) - set(NOT_SETTINGS) == set()


@pytest.mark.parametrize("name", [*SERVING, "migrate"])
def test_every_required_setting_is_passed_and_makes_a_production_process(name: str) -> None:
    environment = service(name)["environment"]
    assert set(PRODUCTION) <= set(environment)
    made = settings_with(environment)
    assert made.PRODUCTION
    assert made.ALLOWED_HOSTS == ["regna.example"]
    assert made.BASE_URL == "https://regna.example"
    assert made.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
    assert made.DATABASES["default"]["HOST"] == "postgres"
    assert str(made.STORAGE_FOLDER) == "/data/files"


def test_all_that_serve_have_the_same_settings_and_the_owner_only_migrates() -> None:
    environments = [dict(service(name)["environment"]) for name in SERVING]
    environments[0].pop("WEB_CONCURRENCY")
    assert environments[0] == environments[1] == environments[2]
    owner = service("migrate")["environment"]
    differ = {name for name in owner if owner[name] != environments[1][name]}
    assert differ == {"DATABASE_URL"}
    assert owner["DATABASE_URL"].startswith("postgresql://erp_owner:")
    assert environments[1]["DATABASE_URL"].startswith("postgresql://erp_app:")


def test_an_operator_can_change_every_setting_that_makes_sense() -> None:
    fixed = {"REGNA_ENV", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "BROKER_URL", "STORAGE_URL"}
    never = {"DEBUG", "STYLE_GUIDE"}  # Not for production.
    open_to_change = set(settings.ENVIRONMENT_NAMES) - fixed - never - {"TRUSTED_PROXIES"}
    assert open_to_change <= variables()


def test_provisioning_gets_what_it_reads_and_nothing_else() -> None:
    wanted = {"ADMIN_DATABASE_URL", *(f"{role.upper()}_PASSWORD" for role in LOGINS)}
    assert set(service("provision")["environment"]) == wanted


@pytest.mark.slow  # Starts a process.
def test_djangos_own_check_of_a_deployment_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=service("web")["environment"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (0, ""), done.stdout


def test_the_example_names_every_variable_and_holds_no_secret() -> None:
    text = (ROOT / ".env.example").read_text()
    optional = set(re.findall(r"^# (\w+)=", text, re.M))
    assert set(example()) | optional == variables()
    assert {name for name, value in example().items() if value} == {"NEW_COMPANIES"}


@pytest.mark.parametrize("name", sorted(set(example()) - {"NEW_COMPANIES"}))
def test_docker_refuses_what_the_example_leaves_to_the_operator(name: str) -> None:
    with pytest.raises(Missing, match=name):
        put_in(raw(), operators() | {name: ""})


def test_defaults_are_those_of_the_product() -> None:
    made = settings_with(service("web")["environment"])
    bare = settings_with({})
    same = ["UPLOAD_LIMIT_MB", "REQUEST_LIMIT_MB", "WORKER_CONCURRENCY", "LOG_LEVEL", "BRREG_URL"]
    assert [getattr(made, name) for name in same] == [getattr(bare, name) for name in same]
    assert not made.NEW_COMPANIES


@pytest.mark.parametrize("name", sorted(raw()["services"]))
def test_a_service_has_a_pinned_image_and_says_how_it_is(name: str) -> None:
    it = service(name)
    tag = it["image"].partition(":")[2]
    pinned = re.fullmatch(r"\d+\.\d+(\.\d+)?(-[a-z]+)?", tag)
    assert pinned or (name in PRODUCT and it["build"] == ".")
    check = it["healthcheck"]
    if name in ONCE:
        assert check == {"disable": True}
        assert it.get("restart", "no") in {"no", "on-failure"}
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}
        assert it["restart"] == "unless-stopped"


def test_web_is_healthy_when_it_is_ready_and_others_when_they_answer() -> None:
    assert "http://127.0.0.1:8000/readyz" in service("web")["healthcheck"]["test"][-1]
    for name, part in {"worker": "worker", "beat": "scheduler"}.items():
        assert service(name)["healthcheck"]["test"][1:] == [
            "python",
            "manage.py",
            "check_alive",
            part,
        ]
    assert "check_alive" in get_commands()


def test_nothing_starts_before_what_it_needs() -> None:
    whole, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}
    assert service("provision")["depends_on"] == {"postgres": whole}
    assert service("migrate")["depends_on"] == {"provision": done}
    for name in SERVING:
        assert service(name)["depends_on"] == {"migrate": done, "postgres": whole, "redis": whole}
    assert service("proxy")["depends_on"] == {"web": whole}


def test_only_the_proxy_is_reached_from_outside() -> None:
    published = {name: it["ports"] for name, it in compose()["services"].items() if "ports" in it}
    assert published == {"proxy": ["80:80", "443:443", "443:443/udp"]}
    networks = compose()["networks"]
    assert networks["inside"] == {"internal": True}
    for name in ("postgres", "redis", "beat", "migrate", "provision", "backup", "restore"):
        assert service(name)["networks"] == ["inside"]
    assert "inside" not in service("proxy")["networks"]
    assert not {"network_mode", "privileged"} & set().union(*compose()["services"].values())


@pytest.mark.parametrize("name", PRODUCT)
def test_the_products_containers_hold_no_rights(name: str) -> None:
    it = service(name)
    assert it["read_only"] is True
    assert it["cap_drop"] == ["ALL"]
    assert it["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in it  # The image's own, which is not root.


def mounts() -> list[tuple[str, str, str]]:
    """Return (service, source, target) of every mount."""
    return [
        (name, *mount.split(":")[:2])
        for name, it in compose()["services"].items()
        for mount in it.get("volumes", [])
    ]


def test_what_must_last_stands_in_named_volumes() -> None:
    named = {source for _name, source, _target in mounts() if not source.startswith(".")}
    assert named == set(compose()["volumes"])
    assert ("postgres", "database", "/var/lib/postgresql/data") in mounts()
    assert ("redis", "queue", "/data") in mounts()
    for name in ("web", "worker"):
        assert (name, "files", "/data/files") in mounts()


def test_what_is_mounted_from_the_checkout_is_there_and_read_only() -> None:
    for it in compose()["services"].values():
        for mount in it.get("volumes", []):
            if mount.startswith("."):
                assert (ROOT / mount.split(":")[0]).exists()
                assert mount.endswith(":ro")


def test_the_broker_loses_nothing() -> None:
    command = service("redis")["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"
    assert options["--requirepass"] == service("redis")["environment"]["REDISCLI_AUTH"]
    assert f":{options['--requirepass']}@redis:6379" in service("web")["environment"]["BROKER_URL"]


def test_the_database_is_sorted_and_encoded_as_the_one_that_the_tests_use() -> None:
    made_with = service("postgres")["environment"]["POSTGRES_INITDB_ARGS"].split()
    ours = (ROOT / "erp/run/postgres.py").read_text()
    for option in ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"):
        assert option in made_with
        assert option in ours


def test_tools_run_only_when_they_are_asked_for_and_backups_as_the_backup_role() -> None:
    for name in ("backup", "restore"):
        it: dict[str, Any] = service(name)
        assert it["profiles"] == ["tools"]
        (script,) = it["entrypoint"]
        assert (ROOT / script.lstrip("/")).stat().st_mode & 0o111
        assert it["image"] == service("postgres")["image"]
    assert service("backup")["environment"]["PGUSER"] == "erp_backup"
    assert "files:/data/files:ro" in service("backup")["volumes"]
