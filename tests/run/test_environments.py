"""Who is told which address of the database: what serves knows that of `erp_app` alone."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from erp.run.services import Services
from erp.run.state import ROOT, kept_secret, python
from tests.run.product import Product

ROLES = {
    "DATABASE_URL": "erp_app",
    "MIGRATION_DATABASE_URL": "erp_owner",
    "ADMIN_DATABASE_URL": "erp",
}
ELSEWHERE = {name: f"postgresql://{role}:x@db.example/regna" for name, role in ROLES.items()}


def roles(environment: dict[str, str]) -> dict[str, str | None]:
    return {name: urlsplit(environment[name]).username for name in ROLES if name in environment}


@pytest.fixture(params=["our own database", "one that is named"])
def services(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Services:
    """Services that are not started; their database is our own, or one that the environment names."""
    (tmp_path / "pg.password").write_text("secret-of-the-superuser")
    for name, url in ELSEWHERE.items():
        if request.param == "our own database":
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, url)
    return Services(tmp_path)


def test_what_serves_is_told_the_address_of_the_serving_role_alone(services: Services) -> None:
    assert roles(services.environment()) == {"DATABASE_URL": "erp_app"}
    assert "erp_owner" not in " ".join(services.environment().values())


def test_what_migrates_is_told_the_owners(services: Services) -> None:
    assert roles(services.environment_of_owner()) == {"DATABASE_URL": "erp_owner"}


def test_only_the_tests_are_told_all(services: Services) -> None:
    assert roles(services.environment_of_tests()) == ROLES


@pytest.mark.parametrize(
    ("command", "role"),
    [
        (["migrate", "--plan"], "erp_owner"),
        (["demo", "--if-empty"], "erp_app"),
        (["check_books"], "erp_app"),
        ([], "erp_app"),
    ],
)
def test_a_management_command_joins_as_the_owner_only_to_change_tables(
    services: Services, command: list[str], role: str
) -> None:
    assert roles(services.environment_for(command)) == {"DATABASE_URL": role}


def test_a_named_database_without_an_owner_is_migrated_by_whom_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE["DATABASE_URL"])
    monkeypatch.delenv("MIGRATION_DATABASE_URL", raising=False)
    assert roles(Services(tmp_path).environment_of_owner()) == {"DATABASE_URL": "erp_app"}


@pytest.mark.full
def test_no_process_that_serves_holds_a_secret_that_goes_round_row_security(
    product: Product,
) -> None:
    names = ("web", "worker", "scheduler", "register")
    pids = [pid for name in names for pid in (product.pids()[name], *product.children(name))]
    secrets = [
        kept_secret(product.state, name)
        for name in ("pg.password", "erp_owner.password", "erp_backup.password")
    ]
    for pid in pids:
        held = Path(f"/proc/{pid}/environ").read_bytes().decode()
        assert not [each for each in (*secrets, "erp_owner", "ADMIN_DATABASE") if each in held]
        assert "DATABASE_URL=postgresql://erp_app:" in held


@pytest.mark.full
def test_operators_commands_still_work_on_the_running_copy(product: Product) -> None:
    assert "[X] 0001_initial" in product.manage("showmigrations", "inbox")
    assert "No migrations to apply" in product.manage("migrate")
    joined = subprocess.run(
        [python(), "manage.py", "migrate", "--check"],
        cwd=ROOT,
        env=product.environment,
        check=False,
    )
    assert joined.returncode == 0
    product.manage("demo", "--if-empty")
