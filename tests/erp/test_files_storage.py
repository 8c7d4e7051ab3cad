"""Content by its SHA-256: whole or not there at all, whatever happens to the process that writes it."""

import fcntl
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from erp.files import storage

CONTENT = b"Faktura 1001"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HALF_WRITER = """
import os, signal, sys, django
from pathlib import Path
from django.conf import settings
settings.configure(STORAGE_FOLDER=Path(sys.argv[1]))
from erp.files import storage
class Dies:
    left = 3
    def read(self, size):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"x" * size
storage.put(Dies())
"""


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.STORAGE_FOLDER = tmp_path / "files"
    return tmp_path / "files"


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def age(path: Path) -> None:
    """Let a file look as if it were written long ago."""
    os.utime(path, (time.time() - 3600,) * 2)


def test_content_is_found_by_its_hash(folder: Path) -> None:
    assert storage.put(CONTENT) == (SHA256, len(CONTENT))
    assert storage.exists(SHA256)
    assert storage.open_content(SHA256).read() == CONTENT
    assert everything_in(folder) == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]


def test_a_stream_is_the_same_as_its_bytes() -> None:
    content = os.urandom(storage.CHUNK * 2 + 1)
    assert storage.put(io.BytesIO(content)) == storage.put(content)


def test_the_same_content_twice_is_kept_once(folder: Path) -> None:
    storage.put(CONTENT)
    before = storage.path_of(SHA256).stat().st_ino
    storage.put(CONTENT)
    assert storage.path_of(SHA256).stat().st_ino == before
    assert len(everything_in(folder)) == 1


def test_a_damaged_copy_is_healed_by_storing_the_content_again() -> None:
    storage.put(CONTENT)
    path = storage.path_of(SHA256)
    path.chmod(0o600)
    path.write_bytes(CONTENT[:5])
    assert not storage.is_intact(SHA256)

    storage.put(CONTENT)

    assert storage.is_intact(SHA256)


def test_too_much_leaves_nothing(folder: Path) -> None:
    with pytest.raises(storage.ContentTooLarge):
        storage.put(CONTENT, at_most=len(CONTENT) - 1)
    assert everything_in(folder) == []
    storage.put(CONTENT, at_most=len(CONTENT))


def test_what_is_not_there_is_not_found() -> None:
    assert not storage.exists(SHA256)
    with pytest.raises(FileNotFoundError):
        storage.open_content(SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", SHA256.upper(), SHA256[:-1], ""])
def test_only_a_hash_is_a_name(name: str) -> None:
    with pytest.raises(AssertionError):
        storage.path_of(name)


def test_a_writer_that_is_killed_leaves_nothing_under_a_final_name(folder: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", HALF_WRITER, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    [left] = everything_in(folder)
    assert left.startswith("incoming/")

    age(folder / left)
    storage.put(CONTENT)

    assert everything_in(folder) == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]


@pytest.fixture
def writing(folder: Path) -> Iterator[Path]:
    """A file that somebody is writing, slowly."""
    storage.make_folder(folder / "incoming")
    part = folder / "incoming" / "slow.part"
    with part.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        age(part)
        yield part


def test_a_living_writer_is_left_alone(writing: Path) -> None:
    storage.put(CONTENT)
    assert writing.exists()


def test_a_file_that_was_made_a_moment_ago_is_left_alone(folder: Path) -> None:
    storage.make_folder(folder / "incoming")
    young = folder / "incoming" / "young.part"
    young.touch()
    storage.put(CONTENT)
    assert young.exists()
