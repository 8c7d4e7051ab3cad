"""Documents in the inbox, by state."""

import re
from dataclasses import dataclass

from django.db.models import QuerySet, Subquery
from django.http import HttpRequest

from accounting.ledger.models import Voucher
from erp.access.models import User
from erp.companies.models import Company
from erp.files.queries import ContentDamaged, read_file
from erp.ui.tables.counts import count_of
from inbox.models import Document, DocumentState
from integrations.ehf.messages import ReadResult, read_document

TABS = {
    "new": (DocumentState.RECEIVED, DocumentState.READ),
    "done": (DocumentState.POSTED, DocumentState.REJECTED),
}


def documents_in(company: Company, tab: str) -> QuerySet[Document]:
    """Return the documents of a tab, latest first."""
    states = TABS.get(tab, TABS["new"])
    return (
        Document.objects.for_company(company)
        .filter(state__in=states)
        .select_related("file", "supplier", "voucher__voucher_type")
        .order_by("-stamp_number")
    )


def sent_by(company: Company, user: User) -> QuerySet[Document]:
    """Return the documents that somebody has sent in, latest first."""
    sent = Document.objects.for_company(company).filter(received_by=user)
    return sent.select_related("file").order_by("-stamp_number")


def find_by_stamp(company: Company, text: str) -> Document | None:
    """Return the document that a stamp such as "#123" names."""
    stamp = re.fullmatch(r"#([0-9]{1,15})", text)
    found = Document.objects.for_company(company).select_related("file")
    return found.filter(stamp_number=int(stamp[1])).first() if stamp else None


def count_by_tab(company: Company) -> dict[str, int]:
    """Return how many documents each tab has; above ten thousand about how many."""
    return {tab: count_of(documents_in(company, tab).select_related(None)).number for tab in TABS}


def count_waiting(request: HttpRequest) -> int:
    """Return how many documents wait, for the badge in the navigation; never more than a hundred are counted."""
    company: Company = request.company  # type: ignore[attr-defined]
    return documents_in(company, "new").order_by().select_related(None)[:100].count()


@dataclass(frozen=True)
class OpenedDocument:
    """A document with what its original says, read anew from the bytes.

    `is_damaged` says that the original cannot be shown: its bytes are gone, or not what was stored.
    """

    document: Document
    result: ReadResult | None
    reversal: Voucher | None = None
    is_damaged: bool = False


def open_document(company: Company, pk: int) -> OpenedDocument:
    """Return a document and its content. Raises: Document.DoesNotExist."""
    document = (
        Document.objects.for_company(company)
        .select_related(
            "file", "supplier", "voucher__voucher_type", "voucher__fiscal_year", "duplicate_of"
        )
        .get(pk=pk)
    )
    if document.state == DocumentState.RECEIVED:
        return OpenedDocument(document, None)
    reversal = reversal_of(company, document)
    try:
        result = read_document(read_file(document.file))
    except (ContentDamaged, FileNotFoundError):
        return OpenedDocument(document, None, reversal, is_damaged=True)
    return OpenedDocument(document, result, reversal)


def can_be_read_after_all(document: Document) -> bool:
    """Tell whether a document that could not be read when it came is an invoice that can be."""
    if not document.problem or document.is_for_the_eye:
        return False
    try:
        return read_document(read_file(document.file)).invoice is not None
    except (ContentDamaged, FileNotFoundError):
        return False


def document_of(company: Company, voucher_id: int) -> Document | None:
    """Return the document that a voucher was posted from, if it came by the inbox; also of one that was reversed."""
    stamp = Voucher.objects.for_company(company).filter(pk=voucher_id).values("stamp_number")[:1]
    return (
        Document.objects.for_company(company)
        .filter(stamp_number=Subquery(stamp))
        .select_related("file")
        .first()
    )


def reversal_of(company: Company, document: Document) -> Voucher | None:
    """Return the voucher that reversed the document's; none where the reversal is itself reversed, and so on."""
    vouchers = Voucher.objects.for_company(company).select_related("voucher_type", "fiscal_year")
    chain: list[Voucher] = []
    last = document.voucher_id
    while last is not None:
        found = vouchers.filter(reverses=last).first()
        chain += [found] if found else []
        last = found.pk if found else None
    return chain[0] if len(chain) % 2 else None
