"""Child processes that do not outlive what started them, and are started again when they die."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from erp.run.processes import signal_group
from erp.run.state import ROOT

PATIENCE = 20.0  # seconds that a process has to stop by itself
STEADY = 30.0  # seconds after which a process counts as well started
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before it starts, so that it is signalled when its parent dies, however.

    Runs after the change of user, which would clear it. Only Linux knows this; elsewhere a leftover process is
    found and stopped by the next start.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, int(number))


class Child:
    """A process of the product that is started again when it dies, ever more slowly when it keeps dying.

    It leads a process group, so that those that it has started itself can be reached when it is dead.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: dict[str, str],
        *,
        handles: Sequence[int] = (),
        first: Callable[[], None] = lambda: None,
    ) -> None:
        """`handles` are open files that the process inherits; `first` is done before each start."""
        self.name, self.command, self.environment = name, command, environment
        self.handles, self.first = handles, first
        self.process: subprocess.Popen[bytes] | None = None
        self.pause, self.not_before, self.started = 0.0, 0.0, 0.0

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process."""
        self.first()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.handles,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def watch(self) -> bool:
        """Start the process again when it has died and its pause is over; tells whether it did."""
        if self.is_running or self.process is None:
            return False
        now = time.monotonic()
        if not self.not_before:
            signal_group(self.process.pid, signal.SIGTERM)
            self.pause = self._next_pause(now)
            self.not_before = now + self.pause
            print(f"{self.name} stopped; starting it again in {self.pause:g} s", flush=True)
        if now < self.not_before:
            return False
        signal_group(self.process.pid, signal.SIGKILL)
        self.not_before = 0.0
        self.start()
        return True

    def _next_pause(self, now: float) -> float:
        if now - self.started > STEADY:
            return FIRST_PAUSE
        return min(LONGEST_PAUSE, self.pause * 2 or FIRST_PAUSE)

    def ask_to_stop(self) -> None:
        """Tell the process to finish what it is at, and stop."""
        if self.is_running and self.process:
            self.process.terminate()

    def stop(self) -> None:
        """Wait until the process has stopped; it and what it has started are killed when that takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"{self.name} does not stop; it is killed", flush=True)
        signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
