"""Keeping files."""

from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.rights import Actor, actor_pk
from erp.access.roles import PERMISSIONS
from erp.companies.models import Company
from erp.errors import Problem
from erp.files import storage
from erp.files.content_type import HEAD, TAIL, sniff
from erp.files.errors import FileRefused
from erp.files.models import StoredFile
from erp.files.names import clean_name

__all__ = ["FileRefused", "store_file"]


@transaction.atomic
def store_file(
    *,
    company: Company,
    by: Actor,
    name: str,
    content: bytes | storage.Readable,
    permission: str,
) -> StoredFile:
    """Keep a file (fil) unchanged for ever; `permission` is what a member needs to download it.

    An upload is read from where it stands. The content is on disk before the row is written; if the row is
    rolled back the content stays, which harms nobody.
    Permission: that of the action that calls this. Repeats: the same content again is a new row and no new
    content. Raises: FileRefused.
    """
    assert permission in PERMISSIONS, permission
    stored = put(content)
    return StoredFile.objects.create(
        company=company,
        created_by_id=actor_pk(by),
        name=clean_name(name) or _("Unnamed file"),
        mime=type_of(stored),
        permission=permission,
        sha256=stored.sha256,
        size=stored.size,
    )


def put(content: bytes | storage.Readable) -> storage.Stored:
    """Store a content that is neither empty nor over the limit."""
    limit: int = settings.UPLOAD_LIMIT_MB
    try:
        stored = storage.put(content, at_most=limit * 1024 * 1024)
    except storage.ContentTooLarge:
        message = _("The file is larger than %(limit)s MB.") % {"limit": limit}
        raise FileRefused(Problem(message, "file")) from None
    if stored.size == 0:
        raise FileRefused(Problem(_("The file is empty."), "file"))
    return stored


def type_of(stored: storage.Stored) -> str:
    """Return the media type of a stored content."""
    with storage.open_content(stored.sha256) as file:
        return sniff(file.read(HEAD), last_bytes(file, stored.size))


def last_bytes(file: BinaryIO, size: int) -> bytes:
    """Return the end of an open file."""
    file.seek(max(0, size - TAIL))
    return file.read()
