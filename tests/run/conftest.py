"""One running copy for all the tests that kill parts of it: each finds it healed and leaves it healed."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from erp.run.testing import quick_folder
from tests.run.product import Product


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder that the database's own user can reach, which pytest's are not."""
    yield from new_state()


@pytest.fixture(scope="session")
def kept_state() -> Iterator[Path]:
    yield from new_state()


def new_state() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="regna-run-", dir=quick_folder())).resolve()
    folder.chmod(0o711)
    yield folder / "state"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_product(kept_state: Path) -> Iterator[Product]:
    product = Product(kept_state)
    try:
        product.start()
        yield product
    finally:
        product.end()


@pytest.fixture
def product(shared_product: Product) -> Product:
    """The running copy."""
    return shared_product
