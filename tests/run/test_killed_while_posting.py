"""kill -9 while documents and vouchers are posted: each is posted exactly once, and the books are whole."""

import os
import signal
from collections.abc import Callable

import pytest

from erp.access.roles import Role
from erp.demo.cast import PASSWORD, SLUG, email_of
from erp.run.processes import signal_group
from tests.run.product import Product, wait_until
from tests.run.proofs import assert_postings_are_kept, unread
from tests.run.stream import Postings, invoice, numbers

pytestmark = pytest.mark.full

WAITING = 40


def waiting_documents(product: Product) -> list[tuple[int, str]]:
    """Upload invoices and return id and number of each when all are read."""
    wanted = [str(next(numbers)) for _each in range(WAITING)]
    visitor = product.visitor().sign_in(email_of(Role.ACCOUNTANT), PASSWORD)
    files = [(f"{number}.xml", invoice(number)) for number in wanted]
    assert visitor.upload(f"/{SLUG}/inbox/upload/", files).is_acknowledged
    wait_until(lambda: not unread(product), "every document is read")
    return product.rows("SELECT id, number FROM inbox_document WHERE number = ANY(%s)", wanted)  # type: ignore[return-value]


def post_while(product: Product, kill: Callable[[], None], *renewed: str) -> Postings:
    """Post, kill in the middle, and post on until it is healed; returns what was acknowledged."""
    documents = waiting_documents(product)
    before = product.pids()
    with Postings(product, threads=4, documents=documents) as postings:
        postings.wait_for(4)
        kill()
        wait_until(lambda: product.is_healed(before, *renewed), f"{renewed} healed")
        postings.assert_calm()
    return postings


def test_the_web_server_is_killed(product: Product) -> None:
    web = product.pids()["web"]
    postings = post_while(product, lambda: signal_group(web, signal.SIGKILL), "web")
    assert_postings_are_kept(product, postings)


def test_the_worker_is_killed(product: Product) -> None:
    worker = product.pids()["worker"]
    postings = post_while(product, lambda: signal_group(worker, signal.SIGKILL), "worker")
    assert_postings_are_kept(product, postings)


def test_the_broker_is_killed(product: Product) -> None:
    broker = product.pids()["valkey"]
    postings = post_while(product, lambda: os.kill(broker, signal.SIGKILL), "valkey")
    assert_postings_are_kept(product, postings)


def test_the_database_is_killed(product: Product) -> None:
    database = product.pids()["postgres"]
    postings = post_while(product, lambda: os.kill(database, signal.SIGKILL), "postgres")
    assert_postings_are_kept(product, postings)
