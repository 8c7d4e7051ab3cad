"""Receiving (mottak): stamp and original first, before anything can fail on the content."""

from django.db import transaction

from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.companies.numbering import take_number
from erp.db.retry import retried_on_deadlock
from erp.files.actions import store_file
from erp.files.storage import Readable, rewind
from inbox.models import Document, Source


@retried_on_deadlock
@transaction.atomic
def receive_document(
    *,
    company: Company,
    by: Actor,
    name: str,
    content: bytes | Readable,
    source: str = Source.UPLOAD,
) -> Document:
    """Take in a document (motta): keep the original, give it a stamp number, and have it read.

    Nothing about the content is judged here. Permission: inbox.receive.
    Repeats: the same bytes again are a document of their own with a stamp of its own; reading tells that they
    were here before. Raises: erp.files.FileRefused (empty, too large).
    """
    require_permission(by, company, "inbox.receive")
    rewind(content)
    file = store_file(company=company, by=by, name=name, content=content, permission="inbox.view")
    document = Document.objects.create(
        company=company,
        file=file,
        source=source,
        received_by_id=actor_pk(by),
        stamp_number=take_number(company=company, key="stamp"),
    )
    transaction.on_commit(lambda: send_to_reading(document.pk, company.pk))
    return document


def send_to_reading(document_id: int, company_id: int) -> None:
    """Tell a worker; one that is never told finds the document by its state (`tasks.read_waiting`)."""
    from kombu.exceptions import OperationalError

    from inbox.tasks import read_document

    try:
        read_document.delay(document_id=document_id, company_id=company_id)
    except OperationalError:
        # The broker is down. The document is safe, and the sweep reads it when the broker is back.
        return
