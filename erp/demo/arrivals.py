"""EHF invoices of our own making, in kroner, addressed to the demo company and waiting in its inbox."""

from datetime import date, timedelta
from decimal import Decimal

from erp.demo import cast
from erp.demo.company import Demo, bank_account_of, orgnr_of
from inbox.actions import receive_document
from inbox.models import Source
from integrations.ehf.building import build_invoice
from integrations.ehf.documents import PrecedingInvoice
from integrations.ehf.drafts import InvoiceToBuild, LineToBuild, PartyToBuild

# Supplier of the cast, days since it was issued, and its lines: text, quantity, unit, price without VAT.
Line = tuple[str, str, str, str]
INVOICES: tuple[tuple[int, int, tuple[Line, ...]], ...] = (
    (
        0,
        8,
        (
            ("Varmepumpe luft-vann 8 kW", "2", "H87", "24900.00"),
            ("Kobberrør 15 mm", "60", "MTR", "89.50"),
            ("Multimeter", "1", "H87", "3290.00"),
            ("Frakt", "1", "H87", "640.00"),
        ),
    ),
    (3, 6, (("Kraft, november", "5240", "KWH", "0.8120"), ("Nettleie", "1", "H87", "2875.40"))),
    (4, 5, (("Fiber 1000/1000", "1", "MON", "1490.00"), ("Mobil, 7 abonnement", "7", "H87", "249.00"))),
    (5, 4, (("Annonse, helside", "1", "H87", "7800.00"),)),
    (9, 3, (("Mobilkran 40 t", "6.5", "HUR", "1850.00"), ("Rigg", "1", "H87", "4200.00"))),
    (1, 1, (("Grunning 10 l", "8", "H87", "684.00"), ("Sparkel", "12", "H87", "149.90"))),
)  # fmt: skip


def make_arrivals(demo: Demo) -> None:
    """Receive the invoices, one from a supplier that is not known yet, and a credit note."""
    for number, (supplier, age, lines) in enumerate(INVOICES):
        issued = demo.today - timedelta(days=age)
        receive(demo, invoice(demo, supplier, issued, f"{47_100 + 13 * number}", lines))
    receive(demo, from_a_stranger(demo))
    receive(demo, credit_note(demo))


def receive(demo: Demo, document: InvoiceToBuild) -> None:
    """Put one document into the inbox."""
    receive_document(
        company=demo.company,
        by=demo.by,
        name=f"{document.seller.name} {document.number}.xml",
        content=build_invoice(document),
        source=Source.COMMAND,
    )


def seller(supplier: int) -> PartyToBuild:
    """Return a supplier of the cast as the sender of an invoice."""
    known = cast.SUPPLIERS[supplier]
    return PartyToBuild(name=known.name, orgnr=orgnr_of(supplier), city=known.city)


def buyer(demo: Demo) -> PartyToBuild:
    """Return the demo company as the receiver."""
    company = demo.company
    return PartyToBuild(
        name=company.name,
        orgnr=company.orgnr,
        street=company.address,
        postal_code=company.postal_code,
        city=company.city,
    )


def invoice(
    demo: Demo, supplier: int, issued: date, number: str, lines: tuple[Line, ...]
) -> InvoiceToBuild:
    """Return an invoice with 25 % VAT, due in 20 days."""
    return InvoiceToBuild(
        number=number,
        issue_date=issued,
        due_date=issued + timedelta(days=20),
        seller=seller(supplier),
        buyer=buyer(demo),
        buyer_reference=cast.PROJECTS[supplier % len(cast.PROJECTS)][0],
        kid=cast.kid_of(f"88{number}"),
        bank_account=bank_account_of(supplier),
        lines=tuple(
            LineToBuild(name=name, quantity=Decimal(amount), unit=unit, unit_price=Decimal(price))
            for name, amount, unit, price in lines
        ),
    )


def from_a_stranger(demo: Demo) -> InvoiceToBuild:
    """Return an invoice from a supplier that the company has not met."""
    issued = demo.today - timedelta(days=2)
    return InvoiceToBuild(
        number="2026-118",
        issue_date=issued,
        due_date=issued + timedelta(days=14),
        seller=PartyToBuild(
            name="Stillas og Lift Vest AS",
            orgnr=orgnr_of(40),
            street="Kokstadveien 8",
            postal_code="5257",
            city="Kokstad",
        ),
        buyer=buyer(demo),
        buyer_reference="Anne Aas",
        kid=cast.kid_of("2026118"),
        bank_account=bank_account_of(40),
        lines=(
            LineToBuild(
                name="Leie saxlift, uke 46", quantity=Decimal(1), unit_price=Decimal("5350.00")
            ),
        ),
    )


def credit_note(demo: Demo) -> InvoiceToBuild:
    """Return a credit note for a part of the first invoice."""
    issued = demo.today - timedelta(days=1)
    return InvoiceToBuild(
        kind="credit_note",
        number="47902",
        issue_date=issued,
        seller=seller(0),
        buyer=buyer(demo),
        buyer_reference="1001",
        preceding_invoices=(PrecedingInvoice(number="47100"),),
        bank_account=bank_account_of(0),
        lines=(
            LineToBuild(
                name="Retur multimeter", quantity=Decimal(1), unit_price=Decimal("3290.00")
            ),
        ),
    )
