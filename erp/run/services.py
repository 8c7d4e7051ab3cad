"""Database and broker of a running copy: our own, or those that the environment names.

What serves knows the address of `erp_app` alone: whoever reads its environment comes no further than row security lets.
"""

import os
import shutil
from pathlib import Path

from erp.run.postgres import Postgres
from erp.run.provision import LOGINS, address, provision
from erp.run.state import (
    kept_secret,
    make_private,
    product_environment,
    socket_folder,
)
from erp.run.valkey import Valkey

DATABASE = "regna"
OWNER, SUPERUSER = "MIGRATION_DATABASE_URL", "ADMIN_DATABASE_URL"
# Management commands that change the tables themselves, as their owner.
CHANGES_TABLES = frozenset({"migrate"})


class Services:
    """PostgreSQL and Valkey, and the environment that leads the product to them."""

    def __init__(self, state: Path, *, mode: str = "development", throwaway: bool = False) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self.state = state
        self.postgres = (
            None if "DATABASE_URL" in os.environ else Postgres(state, throwaway=throwaway)
        )
        self.valkey = None if "BROKER_URL" in os.environ else Valkey(state)
        self.mode = mode

    def start(self) -> None:
        """Start what is ours."""
        make_private(self.state / "files")
        if self.postgres:
            admin = self.postgres.start()
            provision(admin, DATABASE, {role: self._password(role) for role in LOGINS})
        if self.valkey:
            self.valkey.start()

    def environment(self) -> dict[str, str]:
        """Return the whole environment of what serves: without the addresses of the owner and the superuser."""
        environment = self.environment_of_tests()
        return {name: environment[name] for name in environment if name not in {OWNER, SUPERUSER}}

    def environment_of_owner(self) -> dict[str, str]:
        """Return the environment of what changes the tables."""
        environment = self.environment()
        owner = self.environment_of_tests().get(OWNER, environment["DATABASE_URL"])
        return environment | {"DATABASE_URL": owner}

    def environment_for(self, command: list[str]) -> dict[str, str]:
        """Return the environment of a management command: the owner's for what changes the tables."""
        if CHANGES_TABLES.intersection(command[:1]):
            return self.environment_of_owner()
        return self.environment()

    def environment_of_tests(self) -> dict[str, str]:
        """Return the whole environment with the addresses of every role: for tests and benchmarks only."""
        environment = dict(os.environ) | product_environment(self.state, self.mode)
        if self.postgres:
            admin = self.postgres.url()
            for name, role in {"DATABASE_URL": "erp_app", OWNER: "erp_owner"}.items():
                environment[name] = address(admin, DATABASE, role, self._password(role))
            environment[SUPERUSER] = address(admin, DATABASE)
        if self.valkey:
            environment["BROKER_URL"] = self.valkey.url
        return environment

    def _password(self, role: str) -> str:
        return kept_secret(self.state, f"{role}.password")

    def answer(self) -> bool:
        """Tell whether what is ours is running."""
        return all(each.answers() for each in (self.postgres, self.valkey) if each)

    def return_unfinished(self) -> None:
        """Queue again what a dead worker had taken, where the broker is ours and so was the worker."""
        if self.valkey:
            self.valkey.return_unfinished()

    def pids(self) -> dict[str, int]:
        """Return the process ids of what is ours."""
        ours = {"postgres": self.postgres, "valkey": self.valkey}
        return {name: each.process.pid for name, each in ours.items() if each and each.process}

    def heal(self) -> None:
        """Start again what has died."""
        for name, each in (("PostgreSQL", self.postgres), ("Valkey", self.valkey)):
            if each and each.process and each.process.poll() is not None:
                print(f"{name} stopped; starting it again", flush=True)
                each.start()

    def stop(self) -> None:
        """Stop the broker, then the database, and take the folder of their sockets away."""
        for each in (self.valkey, self.postgres):
            if each:
                each.stop()
        shutil.rmtree(socket_folder(self.state), ignore_errors=True)
