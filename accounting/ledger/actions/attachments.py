"""Attachments (vedlegg): files that document a voucher, also after it is posted."""

from django.db import transaction

from accounting.ledger.models import Voucher, VoucherAttachment
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.files.actions import store_file
from erp.files.storage import Readable, rewind


@retried_on_deadlock
@transaction.atomic
def attach_file(
    *, company: Company, by: Actor, voucher: Voucher, name: str, content: bytes | Readable
) -> VoucherAttachment:
    """Add a file to a voucher (legge ved); entries and numbers stay as they are, so a locked period is no hindrance.

    Permission: voucher.post. Repeats: the same content again returns the attachment that is there.
    Raises: erp.files.FileRefused (empty, too large).
    """
    require_permission(by, company, "voucher.post")
    assert voucher.company_id == company.pk
    before = transaction.savepoint()
    rewind(content)
    file = store_file(company=company, by=by, name=name, content=content, permission="ledger.view")
    there = VoucherAttachment.objects.for_company(company).filter(
        voucher=voucher, file__sha256=file.sha256
    )
    if earlier := there.select_related("file").first():
        transaction.savepoint_rollback(before)
        return earlier
    transaction.savepoint_commit(before)
    return VoucherAttachment.objects.create(
        company=company, voucher=voucher, file=file, added_by_id=actor_pk(by)
    )
