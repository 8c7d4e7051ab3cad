"""Child processes that do not outlive what started them."""

import ctypes
import signal
import sys
from collections.abc import Callable


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before it starts, so that it is signalled when its parent dies, however.

    Runs after the change of user, which would clear it. Only Linux knows this; elsewhere a leftover process is
    found and stopped by the next start.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, int(number))
