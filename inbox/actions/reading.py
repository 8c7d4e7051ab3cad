"""Reading (lesing): what the document says, which supplier it is from, whether it was here before."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.files import storage
from erp.identifiers import is_kid
from erp.jobs.running import signs_of_life
from inbox.actions.claiming import claim_reading
from inbox.models import CodingLine, Document, DocumentState
from inbox.queries.duplicates import earlier_document
from inbox.queries.proposals import propose_coding
from inbox.queries.suppliers import find_supplier
from inbox.rules import total_of
from integrations.ehf.documents import Invoice
from integrations.ehf.messages import ReadResult, read_document

MOST_ATTEMPTS = 5
LARGEST = Decimal("1e16")


def read_received_document(*, company: Company, by: Actor, document_id: int) -> Document:
    """Read a document that has arrived; whatever it holds, it comes out ready to be coded.

    Slow work is done before the transaction. Permission: inbox.receive. Repeats: a document that has been read, or
    that another process reads just now, stays as it is. Raises: OSError when the original cannot be read.
    """
    require_permission(by, company, "inbox.receive")
    reading = claim_reading(company=company, document_id=document_id)
    if reading is None:
        return Document.objects.for_company(company).select_related("file").get(pk=document_id)
    document = reading.document
    if reading.attempt > MOST_ATTEMPTS:
        return write_problem(
            company, document, _("Reading was broken off several times. Code it by hand.")
        )
    with signs_of_life(reading), storage.open_content(document.file.sha256) as file:
        result = read_document(file.read())
    return write_reading(company, document, result)


@retried_on_deadlock
@transaction.atomic
def write_problem(company: Company, document: Document, problem: str) -> Document:
    """Note in plain words why nothing was read; the document is coded by hand."""
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state == DocumentState.RECEIVED:
        row.problem, row.state = problem[:500], DocumentState.READ
        row.save(update_fields=["problem", "state"])
    return row


@retried_on_deadlock
@transaction.atomic
def write_reading(company: Company, document: Document, result: ReadResult) -> Document:
    """Note what was read, and propose how it is coded."""
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state != DocumentState.RECEIVED:
        return row
    row.state, row.kind, row.is_valid = DocumentState.READ, result.kind, result.valid
    if result.invoice is None:
        row.problem = problem_of(document, result)[:500]
    else:
        note_invoice(company, row, result.invoice)
    row.duplicate_of = earlier_document(company, row)
    row.save()
    if result.invoice is not None:
        lines = propose_coding(company, row, result.invoice)
        CodingLine.objects.bulk_create(lines)
    return row


def problem_of(document: Document, result: ReadResult) -> str:
    """Return in plain words why nothing was read."""
    if document.is_for_the_eye:
        return _("Pictures and PDFs are not read by themselves yet.")
    reasons = [finding.message for finding in result.findings]
    return str(reasons[0]) if reasons else _("The file cannot be read.")


def note_invoice(company: Company, row: Document, invoice: Invoice) -> None:
    """Note the figures that lists, look-ups and posting need; the rest stays in the original."""
    total = total_of(invoice)
    payment = invoice.payment
    row.supplier_name = invoice.supplier.name[:200]
    row.supplier_orgnr = invoice.supplier.orgnr[:20]
    row.supplier = find_supplier(company, invoice)
    row.number = invoice.number[:60]
    row.issue_date, row.due_date = invoice.issue_date, invoice.due_date
    row.kid = payment.kid if is_kid(payment.kid) else ""
    row.bank_account = (payment.norwegian_account or payment.iban or payment.account)[:34]
    row.currency = invoice.currency[:3]
    row.total = total if total is not None and abs(total) < LARGEST else None
    row.is_to_us = invoice.customer.orgnr == company.orgnr if invoice.customer.orgnr else None
