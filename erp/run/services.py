"""Database and broker of a running copy: our own, or those that the environment names."""

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

    def start(self) -> dict[str, str]:
        """Start what is ours; return the whole environment for the product's processes."""
        make_private(self.state / "files")
        if self.postgres:
            admin = self.postgres.start()
            passwords = {role: kept_secret(self.state, f"{role}.password") for role in LOGINS}
            provision(admin, DATABASE, passwords)
        if self.valkey:
            self.valkey.start()
        return self.environment()

    def environment(self) -> dict[str, str]:
        """Return the whole environment for the product's processes."""
        environment = dict(os.environ) | product_environment(self.state, self.mode)
        if self.postgres:
            admin = self.postgres.url()
            names = {"DATABASE_URL": "erp_app", "MIGRATION_DATABASE_URL": "erp_owner"}
            for name, role in names.items():
                password = kept_secret(self.state, f"{role}.password")
                environment[name] = address(admin, DATABASE, role, password)
            environment["ADMIN_DATABASE_URL"] = address(admin, DATABASE)
        if self.valkey:
            environment["BROKER_URL"] = self.valkey.url
        return environment

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
