"""Taking a document up again whose voucher was reversed."""

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import BusinessError, Problem
from inbox.models import CodingLine, Document, DocumentState
from inbox.queries.documents import can_be_read_after_all, reversal_of


class ReopeningRefused(BusinessError):
    """The document cannot be taken up again."""

    code = "reopening_refused"


@retried_on_deadlock
@transaction.atomic
def reopen_document(*, company: Company, by: Actor, document: Document) -> Document:
    """Take up a document (ta opp igjen) to be coded anew: posted, its voucher reversed; or rejected by mistake.

    One that could not be read when it came, and can be now, is read again. The reversed voucher still leads to the
    document. Permission: inbox.post. Repeats: a document that waits stays so.
    Raises: ReopeningRefused.
    """
    require_permission(by, company, "inbox.post")
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state == DocumentState.READ and not can_be_read_after_all(row):
        return row
    if row.state == DocumentState.POSTED and reversal_of(company, row) is None:
        raise ReopeningRefused(Problem(_("The document is posted; reverse its voucher first.")))
    if row.state == DocumentState.RECEIVED:
        raise ReopeningRefused(Problem(_("The document is being read.")))
    if can_be_read_after_all(row):
        row.state, row.attempts, row.problem = DocumentState.RECEIVED, 0, ""
        row.heartbeat_at = (
            None  # Nobody reads it now: the next may, without waiting for a lease to end.
        )
        CodingLine.objects.for_company(company).filter(document=row).delete()
    else:
        row.state = DocumentState.READ
    row.duplicate_reason, row.reject_reason = "", ""
    row.save()
    return row
