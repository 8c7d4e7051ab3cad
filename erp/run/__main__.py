"""`python -m erp.run up|test|bench|provision`; bin/start, bin/test and bin/bench come here."""

import sys

from erp.run.supervisor import up
from erp.run.testing import bench, provision_command, test

COMMANDS = {"up": up, "test": test, "bench": bench, "provision": provision_command}

if __name__ == "__main__":
    name, *rest = sys.argv[1:] or ["up"]
    if name not in COMMANDS:
        sys.exit(f"usage: python -m erp.run {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[name](rest))
