"""Database and broker of a running copy: our own, or those that the environment names."""

import os
from pathlib import Path

from erp.run.postgres import Postgres
from erp.run.provision import LOGINS, provision
from erp.run.state import kept_secret, product_environment
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
        environment = dict(os.environ) | product_environment(self.state, self.mode)
        if self.postgres:
            admin = self.postgres.start()
            passwords = {role: kept_secret(self.state, f"{role}.password") for role in LOGINS}
            made = provision(admin, DATABASE, passwords)
            environment |= {
                "DATABASE_URL": made.app,
                "MIGRATION_DATABASE_URL": made.owner,
                "ADMIN_DATABASE_URL": made.admin,
            }
        if self.valkey:
            environment["BROKER_URL"] = self.valkey.start()
        return environment

    def pids(self) -> dict[str, int]:
        """Return the process ids of what is ours."""
        ours = {"postgres": self.postgres, "valkey": self.valkey}
        return {name: each.process.pid for name, each in ours.items() if each and each.process}

    def heal(self) -> None:
        """Start again what has died."""
        for each in (self.postgres, self.valkey):
            if each and each.process and each.process.poll() is not None:
                each.start()

    def stop(self) -> None:
        """Stop the broker, then the database."""
        for each in (self.valkey, self.postgres):
            if each:
                each.stop()
