"""Start, second start, stop, and the death of the supervisor itself."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from erp.run.processes import signal_each
from erp.run.state import socket_folder
from tests.run.product import Product, wait_until
from tests.run.proofs import assert_books_are_whole, assert_uploads_are_kept
from tests.run.stream import Uploads

pytestmark = pytest.mark.full

IN_SECONDS = 60.0  # A second start on a busy machine; 6 to 10 on one that has nothing else to do.


def is_gone(product: Product) -> bool:
    """Tell whether no process is left, and nobody listens."""
    with socket.socket() as probe:
        closed = probe.connect_ex(("127.0.0.1", product.port)) != 0
    return closed and not product.running()


def test_a_second_start_says_where_the_first_runs(product: Product) -> None:
    second = product.launch(subprocess.PIPE)
    said, _nothing = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"http://127.0.0.1:{product.port}" in said.decode()
    assert product.is_ready()


def test_ctrl_c_stops_everything_and_the_next_start_has_all_in_seconds(product: Product) -> None:
    with Uploads(product) as uploads:
        uploads.wait_for(3)
    assert product.stop(signal.SIGINT) == 0
    assert is_gone(product)
    assert not socket_folder(product.state).exists()
    assert not (product.state / "pids.json").exists()
    took = product.start()
    assert took < IN_SECONDS
    assert "Demo users" in product.said.read_text()
    assert_uploads_are_kept(product, uploads)
    assert_books_are_whole(product)


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_heals(product: Product) -> None:
    with Uploads(product) as uploads:
        uploads.wait_for(6)
        os.kill(product.pids()["supervisor"], signal.SIGKILL)
    assert product.supervisor is not None
    product.supervisor.wait(10)
    wait_until(lambda: is_gone(product), "no process is left")
    product.start()
    assert_uploads_are_kept(product, uploads)
    assert_books_are_whole(product)


def test_everything_killed_at_once_is_healed_by_the_next_start(product: Product) -> None:
    """As when the power goes, apart from what the disk had not been told."""
    with Uploads(product) as uploads:
        uploads.wait_for(6)
        pids = product.pids()
        signal_each([pids["supervisor"], pids["valkey"], *product.running()], signal.SIGKILL)
    assert product.supervisor is not None
    product.supervisor.wait(10)
    product.start()
    assert_uploads_are_kept(product, uploads)
    assert_books_are_whole(product)


def is_initialising(product: Product) -> bool:
    return any(product.state.glob("pg.init.*"))


def is_migrating(product: Product) -> bool:
    try:
        return bool(product.rows("SELECT 1 FROM django_migrations LIMIT 1"))
    except (psycopg.Error, OSError):  # There is no server, database, table or password yet.
        return False


def is_making_the_demo(product: Product) -> bool:
    try:
        return bool(product.rows("SELECT 1 FROM companies_company"))
    except (psycopg.Error, OSError):  # There is no server, database, table or password yet.
        return False


def test_a_first_start_may_be_broken_off_anywhere(state: Path) -> None:
    product = Product(state)
    try:
        for is_there in (is_initialising, is_migrating, is_making_the_demo):
            break_off(product, is_there)
        product.start()
        members = product.rows("SELECT count(*) FROM access_membership")
        assert members == [(9,)]
        stamps = product.rows("SELECT count(*), max(stamp_number) FROM inbox_document")
        assert stamps == [(8, 8)]
        assert_books_are_whole(product)
    finally:
        product.end()


def break_off(product: Product, is_there: Callable[[Product], bool]) -> None:
    """Start, and kill the supervisor as soon as it is at something."""
    with product.said.open("wb") as said:
        supervisor = product.launch(said)
    over = lambda: is_there(product) or supervisor.poll() is not None  # noqa: E731
    wait_until(over, is_there.__name__, 180)
    supervisor.kill()
    supervisor.wait(10)
