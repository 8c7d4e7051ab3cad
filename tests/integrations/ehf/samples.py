"""Small documents of our own to test with."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from integrations.ehf.building import build_invoice
from integrations.ehf.drafts import InvoiceToBuild, LineToBuild, PartyToBuild
from integrations.ehf.messages import ReadResult, read_document

SELLER = PartyToBuild(
    name="Fjellstrøm Energi AS",
    orgnr="922222223",
    in_business_register=True,
    street="Elvegata 7",
    postal_code="3570",
    city="Ål",
)
BUYER = PartyToBuild(name="Vidda Bygg AS", orgnr="933333337", postal_code="0150", city="Oslo")
KID, ACCOUNT, IBAN = "602243", "12340500014", "NO9386011117947"


def every_field() -> bytes:
    """Return an invoice, written by hand, that has every field."""
    return (Path(__file__).parent / "documents" / "every-field.xml").read_bytes()


def line(price: str = "100.00", quantity: str = "1", **changes: Any) -> LineToBuild:
    """Return a line; 25 % VAT if nothing else is said."""
    return LineToBuild(
        **{"name": "Kraft", "quantity": Decimal(quantity), "unit_price": Decimal(price)} | changes
    )


def draft(*lines: LineToBuild, **changes: Any) -> InvoiceToBuild:
    """Return an invoice to be built, of one line for 100 kr if no other is given."""
    return InvoiceToBuild(
        **{
            "number": "118",
            "issue_date": date(2026, 11, 2),
            "due_date": date(2026, 11, 16),
            "seller": SELLER,
            "buyer": BUYER,
            "buyer_reference": "Avd. drift",
            "lines": lines or (line(),),
            "kid": KID,
            "bank_account": ACCOUNT,
        }
        | changes
    )


def document(*lines: LineToBuild, **changes: Any) -> bytes:
    """Return an invoice as XML."""
    return build_invoice(draft(*lines, **changes))


def changed(old: str, new: str, xml: bytes | None = None) -> bytes:
    """Return a document in which one place is changed."""
    xml = document() if xml is None else xml
    assert old.encode() in xml, old
    return xml.replace(old.encode(), new.encode(), 1)


def rules(result: ReadResult) -> list[str]:
    """Return the rules of all findings, in order."""
    return [finding.rule for finding in result.findings]


def read_changed(old: str, new: str, xml: bytes | None = None) -> ReadResult:
    """Read a document in which one place is changed."""
    return read_document(changed(old, new, xml))
