"""When an invoice falls due that says nothing of it: by the terms agreed with the party."""

from datetime import date, timedelta
from decimal import Decimal

from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import Account, PartyRole
from crm.models import Party

SUPPLIER_INVOICE, CUSTOMER_INVOICE = "supplier_invoice", "customer_invoice"


def due_date_of(
    draft: VoucherDraft, line: DraftLine, account: Account, party: Party | None, amount: Decimal
) -> date | None:
    """Return the due date (forfallsdato) of a line: its own, else of an invoice the document's date and the terms.

    Only what is owed falls due: credit on a supplier's account, debit on a customer's. Payments and credit notes have
    no due date of their own. Units: kroner, debit positive.
    """
    if line.due_date or party is None:
        return line.due_date
    issued = draft.document_date or draft.date
    kind = (draft.voucher_type, account.party_role)
    if kind == (SUPPLIER_INVOICE, PartyRole.SUPPLIER) and amount < 0:
        return days_after(issued, party.supplier_terms_days)
    if kind == (CUSTOMER_INVOICE, PartyRole.CUSTOMER) and amount > 0:
        return days_after(issued, party.customer_terms_days)
    return None


def days_after(day: date, count: int) -> date | None:
    """Return the day so many days later; none after the calendar's end, of which the document's date is refused."""
    return day + timedelta(days=count) if count <= (date.max - day).days else None
