"""Content by its SHA-256, in a folder: written once, whole or not at all, and never removed.

A content is written below `incoming/`, brought to disk, and only then renamed to its final name, so that a
process killed at any moment leaves nothing half under a final name. What dead processes left in `incoming/`
is swept away by the next writer: a living one holds a lock on its file, which the system lets go with it.
"""

import fcntl
import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from django.conf import settings

CHUNK = 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")
# A file this young may have been made but not locked yet. Units: seconds.
UNLOCKED_FOR = 60


class Readable(Protocol):
    """What can be stored besides bytes: an open file, or an upload."""

    def read(self, size: int, /) -> bytes: ...


def rewind(content: bytes | Readable) -> None:
    """Go back to the beginning of a content: an action that is run again after a deadlock has read it once."""
    seek = getattr(content, "seek", None)
    if seek:
        seek(0)


class Stored(NamedTuple):
    """Where a content is found again. Units: `size` in bytes."""

    sha256: str
    size: int


class ContentTooLarge(Exception):
    """More came than may be stored."""


def put(content: bytes | Readable, *, at_most: int | None = None) -> Stored:
    """Store a content and return its SHA-256 and size; it is on disk when this returns.

    Repeats: the same content is kept once; a copy that was damaged on disk is replaced by the good one.
    Units: `at_most` in bytes. Raises: ContentTooLarge.
    """
    incoming = settings.STORAGE_FOLDER / "incoming"
    make_folder(incoming)
    sweep(incoming)
    part = incoming / f"{uuid.uuid4().hex}.part"
    try:
        stored = write(part, content, at_most)
        final = path_of(stored.sha256)
        if not is_whole(final, stored.sha256):
            make_folder(final.parent)
            part.replace(final)
            sync_folder(final.parent)
    finally:
        part.unlink(missing_ok=True)
    return stored


def open_content(sha256: str) -> BinaryIO:
    """Open a stored content for reading. Raises: FileNotFoundError."""
    return path_of(sha256).open("rb")


def exists(sha256: str) -> bool:
    """Tell whether a content is there; `is_intact` also reads it."""
    return path_of(sha256).is_file()


def is_intact(sha256: str) -> bool:
    """Tell whether a content is there and is what its name says."""
    return is_whole(path_of(sha256), sha256)


def path_of(sha256: str) -> Path:
    """Return where a content stands: `ab/cd/abcd…`."""
    assert SHA256.fullmatch(sha256), "a content is named by its SHA-256 in lower case"
    folder: Path = settings.STORAGE_FOLDER
    return folder / sha256[:2] / sha256[2:4] / sha256


def write(part: Path, content: bytes | Readable, at_most: int | None) -> Stored:
    """Write a content under a name that nobody reads, locked while this process lives."""
    digest, size = hashlib.sha256(), 0
    with part.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for chunk in chunks_of(content):
            size += len(chunk)
            if at_most is not None and size > at_most:
                raise ContentTooLarge
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o440)
    return Stored(digest.hexdigest(), size)


def chunks_of(content: bytes | Readable) -> Iterator[bytes]:
    """Yield a content piece by piece."""
    if isinstance(content, bytes):
        yield content
        return
    while chunk := content.read(CHUNK):
        yield chunk


def is_whole(path: Path, sha256: str) -> bool:
    """Tell whether a file is there and has this SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def sweep(incoming: Path) -> None:
    """Remove what dead processes left behind."""
    with os.scandir(incoming) as entries:
        left = [Path(entry.path) for entry in entries if entry.name.endswith(".part")]
    for part in left:
        try:
            if time.time() - part.stat().st_mtime < UNLOCKED_FOR:
                continue
            with part.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()
        except (BlockingIOError, FileNotFoundError):
            continue  # Its writer lives, or it is gone already.


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, each brought to disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
