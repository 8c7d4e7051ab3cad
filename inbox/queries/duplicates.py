"""Whether a document was here before: by its bytes, or by supplier, kind, number and year."""

import datetime

from crm.models import Party
from erp.companies.models import Company
from inbox.models import Document, DocumentState
from inbox.queries.documents import reversal_of

MOST_TWINS = 20


def earlier_document(company: Company, row: Document) -> Document | None:
    """Return a document that was here before with the same bytes, or the same supplier, kind, number and year."""
    earlier = (
        Document.objects.for_company(company)
        .filter(stamp_number__lt=row.stamp_number)
        .exclude(state=DocumentState.REJECTED)
        .order_by("stamp_number")
    )
    same_bytes = earlier.filter(file__sha256=row.file.sha256).first()
    if same_bytes or not (row.number and row.supplier_orgnr and row.issue_date):
        return same_bytes
    return earlier.filter(
        supplier_orgnr=row.supplier_orgnr,
        number=row.number,
        kind=row.kind,
        issue_date__year=row.issue_date.year,
    ).first()


def still_counts(company: Company, earlier: Document | None) -> Document | None:
    """Return the earlier document if it still makes a later one a duplicate: not set aside, not reversed since."""
    if earlier is None or earlier.state == DocumentState.REJECTED:
        return None
    return None if reversal_of(company, earlier) else earlier


def posted_before(
    company: Company,
    row: Document,
    supplier: Party | None,
    kind: str,
    number: str,
    day: datetime.date,
) -> Document | None:
    """Return another document that is posted already as the supplier's invoice of this number and year.

    It is found however it came and whatever its bytes are: the paper beside the EHF, or one read later.
    """
    if supplier is None or not number:
        return None
    found = (
        Document.objects.for_company(company)
        .filter(
            state=DocumentState.POSTED,
            supplier=supplier,
            kind=kind,
            number=number,
            issue_date__year=day.year,
        )
        .exclude(pk=row.pk)
        .order_by("stamp_number")[:MOST_TWINS]
    )
    return next((each for each in found if still_counts(company, each)), None)
