"""What operators run beside a copy that is running: management commands, and the making of a database."""

import os
import subprocess
import sys

from erp.run.provision import LOGINS, provision
from erp.run.services import Services
from erp.run.state import ROOT, python, state_folder


def manage(arguments: list[str]) -> int:
    """`manage COMMAND ...`: run `manage.py` in the environment of the copy that is running here."""
    state = state_folder()
    if not state.is_dir() or not (services := Services(state)).answer():
        print("Regna is not running here: start it with bin/start.", file=sys.stderr)
        return 1
    command = [python(), "manage.py", *arguments]
    environment = services.environment_for(arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def join_running_copy() -> None:
    """Let this process work on the copy that is running here, unless the environment names a database."""
    state = state_folder()
    if "DATABASE_URL" not in os.environ and state.is_dir():
        services = Services(state)
        if services.answer():
            os.environ.update(services.environment_for(sys.argv[1:]))


def provision_command(arguments: list[str]) -> int:
    """`provision`: roles, rights and database on the server of ADMIN_DATABASE_URL, for production."""
    admin = os.environ.get("ADMIN_DATABASE_URL", "")
    passwords = {role: os.environ.get(f"{role.upper()}_PASSWORD", "") for role in LOGINS}
    missing = [
        name for name, value in [("ADMIN_DATABASE_URL", admin), *passwords.items()] if not value
    ]
    if missing:
        names = ", ".join(
            name if name.isupper() else f"{name.upper()}_PASSWORD" for name in missing
        )
        print(f"provision needs {names} in the environment", file=sys.stderr)
        return 2
    database = arguments[0] if arguments else "regna"
    provision(admin, database, passwords)
    print(
        f"database {database} is ready: erp_owner migrates, erp_app serves, erp_backup reads for backups"
    )
    return 0
