"""The register that a copy on one machine looks organisations up in, where BRREG_URL names none: our stand-in."""

import socket

from erp.run.children import Child
from erp.run.state import python
from integrations.brreg.standin import PREFIX


def with_register(environment: dict[str, str]) -> tuple[dict[str, str], list[Child]]:
    """Return the environment with a register to ask, and the process that answers, if it is our own.

    A copy without internet shows look-ups all the same; the page says that it is a stand-in. Its door stays open as
    long as we run, so that it is found at the same address when it is started again.
    """
    if environment.get("BRREG_URL", "").strip():
        return environment, []
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}{PREFIX}"
    handle = door.detach()
    environment = environment | {"BRREG_URL": address}
    command = [python(), "-m", "integrations.brreg", str(handle)]
    return environment, [Child("register", command, environment, handles=[handle])]
