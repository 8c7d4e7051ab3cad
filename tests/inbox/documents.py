"""EHF documents of our own making, addressed to Fjord AS."""

from datetime import date
from decimal import Decimal
from typing import Any

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
