"""Background work of the inbox: read what has arrived, and find what was never read."""

from celery import shared_task

from erp.access.rights import SYSTEM
from erp.companies.models import Company
from erp.companies.scope import company_scope, each_company, scheduler_scope
from inbox.actions.reading import read_received_document
from inbox.models import Document, DocumentState


@shared_task  # type: ignore[untyped-decorator]
def read_document(*, document_id: int, company_id: int, **_later: object) -> None:
    """Read one document that has arrived."""
    with company_scope(company_id):
        company = Company.objects.get(pk=company_id)
        read_received_document(company=company, by=SYSTEM, document_id=document_id)


@shared_task  # type: ignore[untyped-decorator]
def read_waiting(**_later: object) -> None:
    """Read every document that has arrived and was not read: its worker died, or was never told."""
    with scheduler_scope():
        companies = {company.pk: company for company in Company.objects.all()}
    for pk in each_company(companies):
        waiting = Document.objects.for_company(companies[pk]).filter(state=DocumentState.RECEIVED)
        for document_id in waiting.values_list("pk", flat=True)[:200]:
            read_received_document(company=companies[pk], by=SYSTEM, document_id=document_id)
