"""`python -m integrations.brreg PORT`: the stand-in as a process of its own, until it is stopped."""

import sys

from integrations.brreg.standin import StandIn

with StandIn(int(sys.argv[1])) as server:
    server.serve_forever()
