"""`python -m integrations.brreg HANDLE`: the stand-in as a process of its own, on a listening socket it inherits."""

import signal
import socket
import sys

from integrations.brreg.standin import StandIn

signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit())
with StandIn(socket.socket(fileno=int(sys.argv[1]))) as server:
    server.serve_forever()
