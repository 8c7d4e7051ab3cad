"""Taking a document to read it: one reader at a time, found again when it dies.

A reader holds the document by the number of its attempt, and signs every second that it lives. Who falls silent loses
it to the next; what the first may still have read is as good as the other's, so whoever is done first writes it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from erp.companies.models import Company, CompanyQuerySet
from erp.db.retry import retried_on_deadlock
from erp.jobs.running import SILENCE
from inbox.models import Document, DocumentState


@dataclass(frozen=True)
class Reading:
    """One attempt at reading a document."""

    company: Company
    document: Document
    attempt: int

    def __str__(self) -> str:
        return f"reading of document {self.document.pk}"

    def sign(self) -> None:
        """Write down that the reader lives, as long as the document is its own."""
        held = received(self.company).filter(pk=self.document.pk, attempts=self.attempt)
        held.update(heartbeat_at=Now())


@retried_on_deadlock
@transaction.atomic
def claim_reading(*, company: Company, document_id: int) -> Reading | None:
    """Take a document for this process; None when it is another's, or has been read.

    Of two that try at once one gets the row, and the other passes by.
    """
    document = (
        nobodys(company)
        .filter(pk=document_id)
        .select_related("file")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if document is None:
        return None
    document.attempts += 1
    received(company).filter(pk=document.pk).update(attempts=document.attempts, heartbeat_at=Now())
    return Reading(company, document, document.attempts)


def waiting_documents(company: Company, at_most: int) -> list[int]:
    """Return the documents that nobody reads, in the order that they arrived."""
    waiting: QuerySet[Document] = nobodys(company).order_by("stamp_number")
    return list(waiting.values_list("pk", flat=True)[:at_most])


def received(company: Company) -> CompanyQuerySet[Document]:
    """Return the documents that were not read yet."""
    return Document.objects.for_company(company).filter(state=DocumentState.RECEIVED)


def nobodys(company: Company) -> CompanyQuerySet[Document]:
    """Return those of them that no living reader holds."""
    return received(company).filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - SILENCE))
