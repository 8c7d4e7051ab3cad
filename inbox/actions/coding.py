"""Coding (kontering) and posting a document: what the invoice states is what is posted."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions import post_voucher
from accounting.ledger.drafts import VoucherDraft
from crm.models import Party
from erp.access.rights import Actor, may, require_permission
from erp.audit.context import because
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import BusinessError, Problem
from erp.files.queries import ContentDamaged, read_file
from erp.identifiers import is_kid
from inbox.actions.drafting import CodingRefused, TypedCoding, TypedCodingLine, draft_of
from inbox.actions.new_supplier import supplier_of
from inbox.models import CodingLine, Document, DocumentKind, DocumentState
from inbox.queries.duplicates import posted_before, still_counts
from inbox.queries.suppliers import find_supplier
from inbox.rules import total_of
from integrations.ehf.documents import Invoice
from integrations.ehf.messages import read_document

LineFacts = tuple[str, Decimal, str, str, str, tuple[tuple[str, str], ...]]


@retried_on_deadlock
@retried_when_overtaken("supplier_invoice_posted_once")
@transaction.atomic
def post_document(
    *, company: Company, by: Actor, document: Document, coding: TypedCoding
) -> Document:
    """Post a coded document (bokføre): voucher, supplier's entry with due date and KID, and open item.

    The VAT that the document states is posted as it stands, and the supplier's entry equals the document's
    total. Permission: inbox.post; inbox.duplicate for what was here before, with a reason.
    Repeats: a document that is posted stays so, with its first voucher; another coding of it is refused.
    Raises: CodingRefused.
    Source: bokføringsforskriften § 5-5; merverdiavgiftsloven § 15-10.
    """
    require_permission(by, company, "inbox.post")
    invoice = invoice_in(document)  # Its bytes never change: nothing is locked while they are read.
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state == DocumentState.POSTED:
        return posted_as(row, invoice, coding)
    stated = total_of(invoice) if invoice else None
    total = stated if stated is not None else coding.total
    row.currency = invoice.currency[:3] if invoice else row.currency
    row.kind = kind_of(invoice, total)
    twin = twin_of(company, row, invoice, coding)
    row.duplicate_of = twin or still_counts(company, row.duplicate_of)
    problems = document_problems(company, by, row, coding, total)
    if problems or total is None:
        raise CodingRefused(*problems)
    supplier = supplier_of(company, by, row, invoice, coding.supplier)
    draft = draft_of(company, row, invoice, coding, supplier, total)
    try:
        voucher = post_voucher(draft, company=company, by=by, permission="inbox.post", by_hand=True)
    except BusinessError as error:
        raise CodingRefused(
            *(at_the_screen(problem, draft, len(coding.lines)) for problem in error.problems)
        ) from error
    row.voucher, row.supplier, row.state = voucher, supplier, DocumentState.POSTED
    row.number, row.issue_date = coding.number[:60], coding.issued
    row.due_date, row.kid, row.total = coding.due_date, coding.kid, total
    row.duplicate_reason = coding.duplicate_reason.strip()[:255] if row.duplicate_of_id else ""
    with because(row.duplicate_reason):
        row.save()
    keep_coding(company, row, coding)
    return row


def invoice_in(document: Document) -> Invoice | None:
    """Return what the original states, read anew from bytes proven to be what arrived. Raises: CodingRefused."""
    try:
        return read_document(read_file(document.file)).invoice
    except (ContentDamaged, FileNotFoundError) as error:
        message = _("The original cannot be read from the store; nothing is posted without it.")
        raise CodingRefused(Problem(message)) from error


def posted_as(row: Document, invoice: Invoice | None, coding: TypedCoding) -> Document:
    """Return a document that is posted, if it was with the same coding. Raises: CodingRefused when it was not."""
    kept = CodingLine.objects.filter(document=row).order_by("line")
    same_lines = [facts_of(line) for line in kept] == [facts_of(line) for line in coding.lines]
    if same_lines and head_of(row, invoice) == head_typed(row, invoice, coding):
        return row
    message = _(
        "Somebody posted the document meanwhile, with another coding: voucher %(voucher)s. Yours was not used."
    )
    raise CodingRefused(Problem(message % {"voucher": row.voucher}))


def head_of(row: Document, invoice: Invoice | None) -> tuple[object, ...]:
    """Return what a document was posted with above its lines; the total only where it was typed."""
    assert row.voucher is not None
    owed = row.voucher.entries.filter(party=row.supplier).first()
    rate = owed.rate if owed and owed.currency != "NOK" else None
    total = None if invoice and total_of(invoice) is not None else row.total
    own = (row.supplier_id, row.number, row.issue_date, row.due_date, row.kid)
    return (*own, row.voucher.date, rate, total)


def head_typed(row: Document, invoice: Invoice | None, coding: TypedCoding) -> tuple[object, ...]:
    """Return the same of a coding; no chosen supplier means the one that the document names."""
    supplier = row.supplier_id if coding.supplier is None else coding.supplier
    total = None if invoice and total_of(invoice) is not None else coding.total
    rate = coding.rate if row.currency not in {"", "NOK"} else None
    own = (supplier, coding.number[:60], coding.issued, coding.due_date, coding.kid)
    return (*own, coding.date, rate, total)


def facts_of(line: CodingLine | TypedCodingLine) -> LineFacts:
    """Return what a coded line says, so that two can be compared."""
    return (
        line.account,
        line.net,
        line.vat_code,
        line.department,
        line.project,
        tuple(sorted(line.dimensions.items())),
    )


def kind_of(invoice: Invoice | None, total: Decimal | None) -> str:
    """Return the kind that a document is posted as: what it is read as, else by the sign of its total."""
    if invoice is not None:
        return invoice.kind
    return DocumentKind.CREDIT_NOTE if total is not None and total < 0 else DocumentKind.INVOICE


def twin_of(
    company: Company, row: Document, invoice: Invoice | None, coding: TypedCoding
) -> Document | None:
    """Return the document that the same invoice of the chosen supplier was posted from already."""
    if coding.supplier is not None:
        supplier = Party.objects.for_company(company).filter(pk=coding.supplier).first()
    else:
        supplier = find_supplier(company, invoice) if invoice else None
    return posted_before(company, row, supplier, row.kind, coding.number[:60], coding.issued)


def document_problems(
    company: Company, by: Actor, row: Document, coding: TypedCoding, total: Decimal | None
) -> list[Problem]:
    """Return what stands in the way before the ledger has looked at the lines."""
    problems = list(coding.problems)
    if row.state != DocumentState.READ:
        problems.append(Problem(_("The document is not ready to be posted.")))
    if not coding.lines:
        problems.append(Problem(_("Code at least one line."), "lines"))
    if total is None:
        problems.append(Problem(_("Give the total with VAT."), "total"))
    if not coding.number.strip():
        problems.append(Problem(_("Give the invoice number."), "number"))
    if coding.kid and not is_kid(coding.kid):
        problems.append(Problem(_("The check digit of the KID is wrong."), "kid"))
    if row.currency not in {"", "NOK"} and not coding.rate:
        problems.append(
            Problem(_("Give the rate for %(currency)s.") % {"currency": row.currency}, "rate")
        )
    if coding.supplier is None and not row.supplier_orgnr:
        problems.append(Problem(_("Choose the supplier."), "supplier"))
    return problems + duplicate_problems(company, by, row, coding)


def duplicate_problems(
    company: Company, by: Actor, row: Document, coding: TypedCoding
) -> list[Problem]:
    """Return the problem of a document that was here before, unless somebody who may has said why."""
    first = row.duplicate_of
    if first is None:
        return []
    if not may(by, company, "inbox.duplicate"):
        message = _(
            "This was received before as %(stamp)s. Posting it again needs a right that you do not have."
        )
        return [Problem(message % {"stamp": first})]
    if coding.duplicate_reason.strip():
        return []
    message = _("This was received before as %(stamp)s. Say why it is to be posted again.")
    return [Problem(message % {"stamp": first}, "duplicate_reason")]


def at_the_screen(problem: Problem, draft: VoucherDraft, count: int) -> Problem:
    """Return a ledger problem at the field of the coding form, whose lines are the draft's first.

    The party's line is the supplier field; the øre rounding has no field of its own.
    """
    parts = problem.field.split(".", 2)
    if parts[0] != "lines" or len(parts) < 3 or int(parts[1]) < count:
        return problem
    is_rounding = draft.lines[int(parts[1])].party is None
    return Problem(problem.message, "lines" if is_rounding else "supplier")


def keep_coding(company: Company, row: Document, coding: TypedCoding) -> None:
    """Keep what was coded beside the document."""
    CodingLine.objects.for_company(company).filter(document=row).delete()
    CodingLine.objects.bulk_create(
        CodingLine(
            company=company,
            document=row,
            line=number,
            account=line.account,
            text=line.text[:255],
            net=line.net,
            vat_code=line.vat_code,
            department=line.department,
            project=line.project,
            dimensions=line.dimensions,
        )
        for number, line in enumerate(coding.lines)
    )
