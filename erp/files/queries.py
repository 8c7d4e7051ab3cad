"""Reading files and finding damaged ones."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from erp.companies.models import Company, CompanyQuerySet
from erp.files import storage
from erp.files.models import StoredFile


class ContentDamaged(Exception):
    """A stored content is not what its SHA-256 says; a backup must bring it back."""


@dataclass(frozen=True)
class Damage:
    """A file whose content is missing or changed."""

    file: StoredFile
    missing: bool

    def __str__(self) -> str:
        return (
            f"file {self.file.pk}, {self.file.sha256}: {'missing' if self.missing else 'changed'}"
        )


def files_of(company: Company) -> CompanyQuerySet[StoredFile]:
    """Return a company's files."""
    return StoredFile.objects.for_company(company)


def open_file(file: StoredFile) -> BinaryIO:
    """Open a file's content for reading."""
    return storage.open_content(file.sha256)


def read_file(file: StoredFile) -> bytes:
    """Return a file's content, proven to be what was stored. Raises: ContentDamaged."""
    with open_file(file) as opened:
        content = opened.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ContentDamaged(file.sha256)
    return content


def damaged_files(company: Company) -> Iterator[Damage]:
    """Read every content that a company's files need, once each, and yield what is wrong."""
    intact: dict[str, bool] = {}
    for file in files_of(company).order_by("pk").iterator():
        if file.sha256 not in intact:
            intact[file.sha256] = storage.is_intact(file.sha256)
        if not intact[file.sha256]:
            yield Damage(file, missing=not storage.exists(file.sha256))
