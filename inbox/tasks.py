"""Background work of the inbox: read what has arrived, and find what was never read."""

import logging

from celery import shared_task
from django.db import DataError, IntegrityError

from erp.access.rights import SYSTEM
from erp.audit.context import acting
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.errors import BusinessError
from inbox.actions.claiming import waiting_documents
from inbox.actions.reading import read_received_document

logger = logging.getLogger("inbox")

# How many of a company's documents one sweep reads, the oldest first.
SWEEP = 200
# What one document may meet without keeping the others from being read; it is tried again when its lease has run out.
OF_ONE_DOCUMENT = (BusinessError, OSError, ValueError, LookupError, DataError, IntegrityError)


@shared_task  # type: ignore[untyped-decorator]
def read_document(*, document_id: int, company_id: int, **_later: object) -> None:
    """Read one document that has arrived."""
    with company_scope(company_id), acting(by=SYSTEM, address="inbox.read_document"):
        company = Company.objects.get(pk=company_id)
        read_received_document(company=company, by=SYSTEM, document_id=document_id)


@shared_task  # type: ignore[untyped-decorator]
def read_waiting(**_later: object) -> None:
    """Read every document that has arrived and that nobody reads: its worker died, or was never told."""
    with scheduler_scope():
        companies = list(Company.objects.order_by("pk"))
    for company in companies:
        with company_scope(company.pk), acting(by=SYSTEM, address="inbox.read_waiting"):
            read_waiting_of(company)


def read_waiting_of(company: Company) -> None:
    """Read the documents of one company in the order that they arrived; one that fails keeps no other waiting."""
    for document_id in waiting_documents(company, SWEEP):
        try:
            read_received_document(company=company, by=SYSTEM, document_id=document_id)
        except OF_ONE_DOCUMENT:
            logger.exception("%s: document %s could not be read", company.slug, document_id)
