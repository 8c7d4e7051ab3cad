"""kill -9 of the worker while it runs jobs: each job that was asked for is found again and run to its end."""

import os
import signal
import uuid
from dataclasses import dataclass, field

import pytest

from erp.demo.cast import SLUG
from erp.run.processes import signal_group
from tests.run.product import Product, wait_until
from tests.run.stream import Stream

pytestmark = pytest.mark.full

# A silence of 30 seconds, then a sweep every 15, on a busy machine.
TAKEN_UP_WITHIN = 120.0


@dataclass
class Checks(Stream):
    """People who have the books checked, each time as a job of its own."""

    keys: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.keys)

    def step(self) -> None:
        key = str(uuid.uuid4())
        if self.tried(lambda visitor: visitor.post(f"/{SLUG}/accounting/check/", {"key": key})):
            self.keys.append(f"book_check:{key}")


def states(product: Product, checks: Checks) -> dict[str, int]:
    query = "SELECT state, count(*) FROM jobs_job WHERE source_key = ANY(%s) GROUP BY 1"
    return dict(product.rows(query, checks.keys))


def test_every_job_is_done_though_the_worker_was_killed_in_the_middle(product: Product) -> None:
    with Checks(product) as checks:
        checks.wait_for(6)
        wait_until(lambda: states(product, checks).get("running"), "a job is running")
        before = product.pids()
        os.kill(product.children("worker")[0], signal.SIGKILL)
        checks.wait_for(3)
        signal_group(before["worker"], signal.SIGKILL)
        wait_until(lambda: product.is_healed(before, "worker"), "the worker is started again")
        checks.assert_calm()
    assert checks.met == set(), "nobody who asks notices"
    done = {"done": len(checks.keys)}
    wait_until(lambda: states(product, checks) == done, f"all are done: {done}", TAKEN_UP_WITHIN)
