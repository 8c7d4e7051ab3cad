"""kill -9 while documents are uploaded: what was acknowledged is there, and gets read."""

import os
import signal
from collections.abc import Callable

import pytest

from erp.run.processes import signal_group
from tests.run.product import Product, wait_until
from tests.run.proofs import assert_uploads_are_kept
from tests.run.stream import Uploads

pytestmark = pytest.mark.full


def upload_while(
    product: Product, kill: Callable[[], None], *renewed: str, felt: bool = False
) -> Uploads:
    """Upload, kill in the middle, and upload on until it is healed; returns what was acknowledged.

    `renewed` names the processes that must be started again; `felt` is what somebody cannot but notice.
    """
    before = product.pids()
    with Uploads(product) as uploads:
        uploads.wait_for(6)
        kill()
        wait_until(lambda: uploads.failures or not felt, "somebody has noticed")
        wait_until(lambda: product.is_healed(before, *renewed), f"{renewed} healed")
        uploads.assert_calm()
    return uploads


def test_the_web_server_is_killed(product: Product) -> None:
    web = product.pids()["web"]
    uploads = upload_while(product, lambda: signal_group(web, signal.SIGKILL), "web")
    assert_uploads_are_kept(product, uploads)


def test_a_process_of_the_web_server_is_killed(product: Product) -> None:
    serving = product.children("web")[0]
    uploads = upload_while(product, lambda: os.kill(serving, signal.SIGKILL))
    assert_uploads_are_kept(product, uploads)
    assert len(product.children("web")) == 2


def test_the_worker_is_killed(product: Product) -> None:
    worker = product.pids()["worker"]
    uploads = upload_while(product, lambda: signal_group(worker, signal.SIGKILL), "worker")
    assert_uploads_are_kept(product, uploads)


def test_only_the_head_of_the_worker_is_killed(product: Product) -> None:
    worker = product.pids()["worker"]
    uploads = upload_while(product, lambda: os.kill(worker, signal.SIGKILL), "worker")
    assert_uploads_are_kept(product, uploads)


def test_a_process_of_the_worker_is_killed(product: Product) -> None:
    reading = product.children("worker")[0]
    uploads = upload_while(product, lambda: os.kill(reading, signal.SIGKILL))
    assert_uploads_are_kept(product, uploads)


def test_the_broker_is_killed(product: Product) -> None:
    broker = product.pids()["valkey"]
    uploads = upload_while(product, lambda: os.kill(broker, signal.SIGKILL), "valkey")
    assert uploads.met == set(), "an upload needs no broker"
    assert_uploads_are_kept(product, uploads)


def test_the_database_is_killed(product: Product) -> None:
    database = product.pids()["postgres"]
    uploads = upload_while(product, lambda: os.kill(database, signal.SIGKILL), "postgres")
    assert uploads.met == {"503"}, "people are told that it is back in a moment"
    assert_uploads_are_kept(product, uploads)


def test_a_process_of_the_database_is_killed(product: Product) -> None:
    """PostgreSQL then throws everybody out and recovers, without its own head dying."""
    (pid,) = product.rows(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'erp_app' ORDER BY query_start DESC LIMIT 1"
    )[0]
    uploads = upload_while(product, lambda: os.kill(pid, signal.SIGKILL), felt=True)
    assert uploads.met == {"503"}
    assert_uploads_are_kept(product, uploads)


def test_the_scheduler_is_killed(product: Product) -> None:
    scheduler = product.pids()["scheduler"]
    uploads = upload_while(product, lambda: os.kill(scheduler, signal.SIGKILL), "scheduler")
    assert_uploads_are_kept(product, uploads)
