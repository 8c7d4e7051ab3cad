"""The voucher that a coding comes to: lines with their stated VAT, øre rounding, and the supplier's entry."""

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.master import Master, master_of
from accounting.ledger.models import Account, PartyRole
from crm.models import Party
from erp.companies.models import Company
from erp.errors import BusinessError, Problem
from erp.money import format_amount, to_ore
from inbox.models import Document
from inbox.queries.vat_of_lines import ROUNDING_ACCOUNT, fault_message, rounding_of, shares_of
from inbox.rules import signed, vat_day_of
from inbox.vat_shares import share_vat
from integrations.ehf.documents import Invoice

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


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

    @property
    def issued(self) -> datetime.date:
        """The date of the document, else that of the voucher."""
        return self.issue_date or self.date


def draft_of(
    company: Company,
    row: Document,
    invoice: Invoice | None,
    coding: TypedCoding,
    supplier: Party,
    total: Decimal,
) -> VoucherDraft:
    """Return the voucher: the coded lines with their stated VAT, øre rounding, and the supplier's entry.

    Raises: CodingRefused when the lines do not meet the document's total, or deduct what it does not state.
    """
    master = master_of(company)
    currency = row.currency or "NOK"
    costs = cost_lines(master, row, invoice, coding)
    rounding = rounding_of(master, invoice)
    coded = sum((amount for _line, amount in costs), ZERO) + rounding
    if coded != total:
        raise CodingRefused(Problem(difference_message(total - coded), "lines"))
    lines = [line for line, _amount in costs]
    if rounding:
        line = DraftLine(ROUNDING_ACCOUNT, rounding, text=_("Øre rounding"))
        lines.append(money_line(line, currency, coding.rate))
    owed = DraftLine(
        control_account(company),
        -total,
        party=supplier.pk,
        invoice_number=coding.number.strip(),
        kid=coding.kid,
        due_date=coding.due_date,
    )
    lines.append(money_line(owed, currency, coding.rate))
    return VoucherDraft(
        voucher_type="supplier_credit_note" if total < 0 else "supplier_invoice",
        date=coding.date,
        lines=tuple(lines),
        text=f"{supplier.name} {coding.number}".strip()[:255],
        document_date=coding.issued,
        vat_date=vat_day_of(invoice, coding.issued),
        source_key=source_key_of(row),
        document=row.file_id,
        stamp_number=row.stamp_number,
    )


def source_key_of(row: Document) -> str:
    """Return what makes the document's posting happen once; anew after a posting that was reversed."""
    return (
        f"document:{row.pk}:{row.voucher_id}"
        if row.voucher_id is not None
        else f"document:{row.pk}"
    )


def cost_lines(
    master: Master, row: Document, invoice: Invoice | None, coding: TypedCoding
) -> list[tuple[DraftLine, Decimal]]:
    """Return each coded line as the ledger takes it, with what it comes to including VAT.

    Raises: CodingRefused when a line deducts what the document does not state.
    """
    typed = [(line.net, line.vat_code) for line in coding.lines]
    coded, shares = shares_of(master, invoice, typed, vat_day_of(invoice, coding.issued))
    if shares.faults:
        raise CodingRefused(
            *(Problem(fault_message(f), f"lines.{f.line}.vat_code") for f in shares.faults)
        )
    in_kroner = kroner_of(invoice, row.currency or "NOK", coding.rate, shares.vat)
    result = []
    for line, how, vat, kroner in zip(coding.lines, coded, shares.vat, in_kroner, strict=True):
        deducts = how.deducted_rate is not None
        draft = DraftLine(
            line.account,
            line.net if deducts else line.net + vat,
            text=line.text,
            vat_code=line.vat_code or None,
            includes_vat=False,
            stated_vat=kroner if deducts else None,
            stated_vat_currency=vat if deducts else None,
            department=line.department or None,
            project=line.project or None,
            dimensions=line.dimensions,
        )
        draft = money_line(draft, row.currency or "NOK", coding.rate)
        if deducts and states_kroner(invoice) and coding.rate and draft.amount is None:
            draft = replace(draft, amount=to_ore((line.net + vat) * coding.rate) - kroner)
        result.append((draft, line.net + vat))
    return result


def states_kroner(invoice: Invoice | None) -> bool:
    """Tell whether a document in a foreign currency states its VAT in kroner too (BT-111)."""
    if invoice is None or invoice.tax_currency != "NOK" or invoice.currency == "NOK":
        return False
    return invoice.totals.vat_in_tax_currency is not None


def kroner_of(
    invoice: Invoice | None, currency: str, rate: Decimal | None, vat: list[Decimal]
) -> list[Decimal]:
    """Return each line's VAT in kroner: its share of what the document states in kroner, else by the rate.

    Source: bokføringsforskriften § 5-1-1 no. 7: the VAT stands in kroner, and that is what is deducted.
    """
    if currency == "NOK" or not rate:
        return vat
    if invoice is None or not states_kroner(invoice) or not any(vat):
        return [to_ore(part * rate) for part in vat]
    stated = signed(invoice.totals.vat_in_tax_currency, invoice.sign)
    return share_vat(stated, vat, rate * HUNDRED)


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
