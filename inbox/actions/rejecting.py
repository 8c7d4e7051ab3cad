"""Rejecting (avvise) a document that is not to be posted."""

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.rights import Actor, require_permission
from erp.audit.context import because
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import BusinessError, Problem
from inbox.models import Document, DocumentState


class RejectionRefused(BusinessError):
    """The document cannot be rejected."""

    code = "rejection_refused"


@retried_on_deadlock
@transaction.atomic
def reject_document(*, company: Company, by: Actor, document: Document, reason: str) -> Document:
    """Set a document aside (avvise) with a reason; the original stays. Permission: inbox.code.

    Repeats: a document that is rejected stays so. Raises: RejectionRefused.
    """
    require_permission(by, company, "inbox.code")
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state == DocumentState.REJECTED:
        return row
    if row.state == DocumentState.POSTED:
        raise RejectionRefused(Problem(_("The document is posted; reverse its voucher instead.")))
    if not reason.strip():
        raise RejectionRefused(Problem(_("Say why the document is rejected."), "reason"))
    row.state, row.reject_reason = DocumentState.REJECTED, reason.strip()[:255]
    with because(row.reject_reason):
        row.save(update_fields=["state", "reject_reason"])
    return row
