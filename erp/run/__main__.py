"""`python -m erp.run up|manage|provision|test|bench`; bin/start, bin/test and bin/bench come here."""

import sys

from erp.run.operating import manage, provision_command
from erp.run.supervisor import up
from erp.run.testing import bench, test

COMMANDS = {
    "up": up,
    "manage": manage,
    "provision": provision_command,
    "test": test,
    "bench": bench,
}

if __name__ == "__main__":
    name, *rest = sys.argv[1:] or ["up"]
    if name not in COMMANDS:
        sys.exit(f"usage: python -m erp.run {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[name](rest))
