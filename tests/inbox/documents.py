"""EHF documents of our own making, addressed to Fjord AS."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounting.ledger.models import Account
from accounting.party_defaults.actions import set_party_defaults
from crm.models import Party
from erp.access.rights import SYSTEM
from inbox.actions import read_received_document, receive_document
from inbox.models import Document
from integrations.ehf.building import build_invoice
from integrations.ehf.drafts import InvoiceToBuild, LineToBuild, PartyToBuild
from tests.world import World

SUPPLIER = PartyToBuild(
    name="Elgrossen Vest AS",
    orgnr="910122975",
    street="Industriveien 14",
    postal_code="5258",
    city="Blomsterdalen",
)


def ehf(world: World, **changes: Any) -> bytes:
    """An invoice of 73 875,00 with 25 % VAT from Elgrossen Vest AS."""
    values: dict[str, Any] = {
        "number": "40118",
        "issue_date": date(2026, 11, 16),
        "due_date": date(2026, 11, 30),
        "seller": SUPPLIER,
        "buyer": PartyToBuild(name=world.fjord.name, orgnr=world.fjord.orgnr),
        "buyer_reference": "2041",
        "kid": "602243",
        "bank_account": "86011117947",
        "lines": (
            LineToBuild(
                name="Varmepumpe luft-vann 8 kW",
                quantity=Decimal(2),
                unit_price=Decimal("24900.00"),
            ),
            LineToBuild(
                name="Kobberrør 15 mm",
                quantity=Decimal(60),
                unit="MTR",
                unit_price=Decimal("89.50"),
            ),
            LineToBuild(name="Multimeter", quantity=Decimal(1), unit_price=Decimal("3290.00")),
            LineToBuild(name="Frakt", quantity=Decimal(1), unit_price=Decimal("640.00")),
        ),
    }
    return build_invoice(InvoiceToBuild(**(values | changes)))


def received(world: World, **changes: Any) -> Document:
    """An EHF invoice that has arrived and is read."""
    row = receive_document(
        company=world.fjord, by=world.ola, name="a.xml", content=ehf(world, **changes)
    )
    return read_received_document(company=world.fjord, by=SYSTEM, document_id=row.pk)


def known_supplier(world: World) -> Party:
    """The supplier of the invoices, with an account of its own."""
    supplier = Party.objects.create(
        company=world.fjord, name="Elgrossen", orgnr="910122975", supplier_number=20001
    )
    account = Account.objects.get(company=world.fjord, number="4300")
    set_party_defaults(
        company=world.fjord, by=world.ola, party=supplier, account=account, vat_code=None
    )
    return supplier
