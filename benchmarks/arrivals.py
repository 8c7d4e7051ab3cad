"""What pages of the largest company show besides its books: an inbox with history, and items of which most are paid."""

from datetime import timedelta
from decimal import Decimal

from benchmarks import yardsticks
from benchmarks.books import OWN_ORGNR, Books
from erp.access.rights import SYSTEM
from inbox.actions.reading import read_received_document
from inbox.actions.receiving import receive_document
from inbox.models import Source
from integrations.ehf.building import build_invoice
from integrations.ehf.drafts import InvoiceToBuild, LineToBuild, PartyToBuild

WAITING = 120
OPEN_ITEMS = 40_000

# What payments would have left: all items settled but the latest. Without vouchers for them, which would be as many again.
PAID = """
    UPDATE accounting_openitem SET remaining = 0, currency_remaining = 0 WHERE company_id = %s AND id <= (
        SELECT id FROM accounting_openitem WHERE company_id = %s ORDER BY id DESC OFFSET %s LIMIT 1)
"""
SELLER = PartyToBuild(name="Tind AS", orgnr="974760673", city="Bergen")

# Documents of purchases that are already in the books, all of one original. Their stamps come before all others.
HISTORY = """
    INSERT INTO inbox_document (company_id, stamp_number, file_id, source, state, kind, problem, attempts,
        supplier_name, supplier_orgnr, number, issue_date, due_date, kid, bank_account, currency, total,
        supplier_id, duplicate_reason, voucher_id, received_at, received_by_id, reject_reason)
    SELECT d.company_id, -row_number() OVER (ORDER BY v.id DESC), d.file_id, d.source, 'posted', d.kind, '', 1,
        p.name, p.orgnr, e.invoice_number, v.date, e.due_date, '', '', 'NOK', -e.amount,
        e.party_id, '', v.id, v.registered_at, d.received_by_id, ''
    FROM accounting_entry e JOIN accounting_voucher v ON v.id = e.voucher_id
        JOIN accounting_account a ON a.id = e.account_id AND a.number = '2400'
        JOIN crm_party p ON p.id = e.party_id
        CROSS JOIN (SELECT * FROM inbox_document ORDER BY id LIMIT 1) d
    WHERE e.company_id = %s
"""


def fill_inbox(books: Books) -> None:
    """Receive and read the invoices that wait; write what has been by SQL, without a history of its own."""
    for number in range(WAITING):
        document = receive_document(
            company=books.company,
            by=books.user,
            name=f"Tind {number}.xml",
            content=build_invoice(invoice(books, number)),
            source=Source.COMMAND,
        )
        read_received_document(company=books.company, by=SYSTEM, document_id=document.pk)
    with yardsticks.connect("") as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(HISTORY, [books.company.pk])
        admin.execute(PAID, [books.company.pk, books.company.pk, OPEN_ITEMS])
    yardsticks.settle()


def invoice(books: Books, number: int) -> InvoiceToBuild:
    """Return an invoice of some lines."""
    return InvoiceToBuild(
        number=str(70_000 + number),
        issue_date=books.today - timedelta(days=3),
        due_date=books.today + timedelta(days=17),
        seller=SELLER,
        buyer=PartyToBuild(name=books.company.name, orgnr=OWN_ORGNR),
        buyer_reference="Eva Eier",
        lines=tuple(
            LineToBuild(name=f"Vare {line}", quantity=Decimal(line), unit_price=Decimal("119.50"))
            for line in range(1, 6)
        ),
    )
