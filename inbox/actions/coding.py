"""Coding (kontering) and posting a document: what the invoice states is what is posted."""

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions import post_voucher
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.master import Master, master_of
from accounting.ledger.models import Account, PartyRole
from crm.models import Party
from erp.access.rights import Actor, may, require_permission
from erp.audit.context import because
from erp.companies.models import Company
from erp.db.retry import retried_when_overtaken
from erp.errors import BusinessError, Problem
from erp.files import storage
from erp.identifiers import is_kid
from erp.money import format_amount, to_ore
from inbox.actions.new_supplier import supplier_of
from inbox.models import CodingLine, Document, DocumentKind, DocumentState
from inbox.rules import CodedLine, StatedVat, assign_vat, signed, stated_vat_of
from integrations.ehf.documents import Invoice
from integrations.ehf.messages import read_document

ZERO = Decimal("0.00")
ROUNDING_ACCOUNT = "7740"


class CodingRefused(BusinessError):
    """The coding breaks rules; carries all problems, each at its field (`lines.0.account`)."""

    code = "coding_refused"


@dataclass(frozen=True)
class TypedCodingLine:
    """A line as typed; `dimensions` by their codes. Units: `net` in the document's currency, negative on a credit note."""

    account: str
    net: Decimal
    vat_code: str = ""
    text: str = ""
    department: str = ""
    project: str = ""
    dimensions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TypedCoding:
    """What somebody has decided about a document.

    `supplier` None lets posting make the supplier from what the document states. `total` is needed where
    nothing could be read; else the document's own counts. `rate` is kroner for one unit of its currency.
    """

    date: datetime.date
    lines: tuple[TypedCodingLine, ...]
    supplier: int | None = None
    number: str = ""
    issue_date: datetime.date | None = None
    due_date: datetime.date | None = None
    kid: str = ""
    total: Decimal | None = None
    rate: Decimal | None = None
    duplicate_reason: str = ""
    problems: list[Problem] = field(default_factory=list, compare=False)


@retried_when_overtaken("supplier_invoice_posted_once")
@transaction.atomic
def post_document(
    *, company: Company, by: Actor, document: Document, coding: TypedCoding
) -> Document:
    """Post a coded document (bokføre): voucher, supplier's entry with due date and KID, and open item.

    The VAT that the document states is posted as it stands, and the supplier's entry equals the document's
    total. Permission: inbox.post; inbox.duplicate for what was here before, with a reason.
    Repeats: a document that is posted stays so, with its first voucher. Raises: CodingRefused, VoucherRefused.
    Source: bokføringsforskriften § 5-5; merverdiavgiftsloven § 15-10.
    """
    require_permission(by, company, "inbox.post")
    row = Document.objects.for_company(company).select_for_update().get(pk=document.pk)
    if row.state == DocumentState.POSTED:
        return row
    invoice = content_of(row)
    total = row.total if row.total is not None else coding.total
    problems = document_problems(company, by, row, coding, total)
    if problems or total is None:
        raise CodingRefused(*problems)
    supplier = supplier_of(company, by, row, invoice, coding.supplier)
    draft = draft_of(company, row, invoice, coding, supplier, total)
    try:
        voucher = post_voucher(draft, company=company, by=by, permission="inbox.post", by_hand=True)
    except BusinessError as error:
        count = len(coding.lines)
        raise CodingRefused(
            *(at_the_screen(problem, count) for problem in error.problems)
        ) from error
    row.voucher, row.supplier, row.state = voucher, supplier, DocumentState.POSTED
    row.number, row.issue_date = coding.number[:60], coding.issue_date or coding.date
    row.due_date, row.kid, row.total = coding.due_date, coding.kid, total
    row.duplicate_reason = coding.duplicate_reason.strip()[:255] if row.duplicate_of_id else ""
    if row.kind == DocumentKind.OTHER:
        row.kind = DocumentKind.CREDIT_NOTE if total < 0 else DocumentKind.INVOICE
    with because(row.duplicate_reason):
        row.save()
    keep_coding(company, row, coding)
    return row


def content_of(row: Document) -> Invoice | None:
    """Return what the original states, read anew from its bytes."""
    with storage.open_content(row.file.sha256) as file:
        return read_document(file.read()).invoice


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


def draft_of(
    company: Company,
    row: Document,
    invoice: Invoice | None,
    coding: TypedCoding,
    supplier: Party,
    total: Decimal,
) -> VoucherDraft:
    """Return the voucher: the coded lines with their stated VAT, øre rounding, and the supplier's entry.

    Raises: CodingRefused when the lines do not meet the document's total.
    """
    master = master_of(company)
    costs = cost_lines(master, row, invoice, coding)
    rounding = signed(invoice.totals.rounding, invoice.sign) if invoice else ZERO
    coded = sum((amount for _line, amount in costs), ZERO) + rounding
    if coded != total:
        raise CodingRefused(Problem(difference_message(total - coded), "lines"))
    currency = row.currency or "NOK"
    lines = [line for line, _amount in costs]
    if rounding:
        lines.append(
            money_line(
                DraftLine(ROUNDING_ACCOUNT, rounding, text=_("Øre rounding")), currency, coding.rate
            )
        )
    lines.append(
        money_line(
            DraftLine(
                control_account(company),
                -total,
                party=supplier.pk,
                invoice_number=coding.number.strip(),
                kid=coding.kid,
                due_date=coding.due_date,
            ),
            currency,
            coding.rate,
        )
    )
    delivered = invoice.delivery.actual_date if invoice and invoice.delivery else None
    issued = coding.issue_date or coding.date
    return VoucherDraft(
        voucher_type="supplier_credit_note" if total < 0 else "supplier_invoice",
        date=coding.date,
        lines=tuple(lines),
        text=f"{supplier.name} {coding.number}".strip()[:255],
        document_date=issued,
        vat_date=delivered or issued,
        source_key=f"document:{row.pk}",
        document=row.file_id,
        stamp_number=row.stamp_number,
    )


def cost_lines(
    master: Master, row: Document, invoice: Invoice | None, coding: TypedCoding
) -> list[tuple[DraftLine, Decimal]]:
    """Return each coded line as the ledger takes it, with what it comes to including VAT."""
    day = coding.issue_date or coding.date
    coded = [CodedLine(line.net, master.deducted_rate(line.vat_code, day)) for line in coding.lines]
    stated: list[StatedVat] | None = stated_vat_of(invoice) if invoice else None
    if stated is None:
        shares = [to_ore(line.net * (line.deducted_rate or ZERO) / 100) for line in coded]
    else:
        shares = assign_vat(coded, stated)
    result = []
    for line, how, vat in zip(coding.lines, coded, shares, strict=True):
        deducts = how.deducted_rate is not None
        amount = line.net if deducts else line.net + vat
        in_kroner = (
            to_ore(vat * coding.rate) if coding.rate and row.currency not in {"", "NOK"} else vat
        )
        draft = DraftLine(
            line.account,
            amount,
            text=line.text,
            vat_code=line.vat_code or None,
            includes_vat=False,
            stated_vat=in_kroner if deducts else None,
            stated_vat_currency=vat if deducts else None,
            department=line.department or None,
            project=line.project or None,
            dimensions=line.dimensions,
        )
        result.append((money_line(draft, row.currency or "NOK", coding.rate), line.net + vat))
    return result


def money_line(line: DraftLine, currency: str, rate: Decimal | None) -> DraftLine:
    """Return a line in the document's currency."""
    if currency == "NOK":
        return line
    return replace(line, amount=None, currency=currency, currency_amount=line.amount, rate=rate)


def control_account(company: Company) -> str:
    """Return the number of the suppliers' control account (leverandørreskontro)."""
    accounts = Account.objects.for_company(company).filter(
        party_role=PartyRole.SUPPLIER, is_active=True
    )
    return accounts.order_by("number").values_list("number", flat=True).first() or ""


def difference_message(difference: Decimal) -> str:
    """Say how much of the document is not coded, or too much."""
    if difference > 0:
        return _("%(amount)s of the document is not coded.") % {"amount": format_amount(difference)}
    return _("The lines are %(amount)s more than the document.") % {
        "amount": format_amount(-difference)
    }


def at_the_screen(problem: Problem, count: int) -> Problem:
    """Return a ledger problem at the field of the coding form; the supplier's line is the supplier field."""
    parts = problem.field.split(".", 2)
    if parts[0] == "lines" and len(parts) > 2 and int(parts[1]) >= count:
        return Problem(problem.message, "supplier")
    return problem


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
