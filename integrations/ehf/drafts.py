"""What our own invoices and credit notes are built from: what is to be said, without what can be computed.

An amount, a rate and a price are Decimal; a rate is in percent. A text that is "" is left out.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from integrations.ehf.documents import Identifier, Period, PrecedingInvoice
from integrations.ehf.names import CUSTOMIZATION, ORGNR_SCHEME, PROFILE, Kind

STANDARD_RATE = Decimal("25")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyToBuild:
    """A seller, buyer or payee. A Norwegian one needs no more than `name` and `orgnr`.

    `vat_registered` writes the organisation number with NO and MVA, `in_business_register` writes Foretaksregisteret;
    `vat_number` is for others than Norwegian ones. The network address is the organisation number unless `endpoint` is given.
    """

    name: str
    orgnr: str = ""
    orgnr_scheme: str = ORGNR_SCHEME
    vat_registered: bool = True
    vat_number: str = ""
    in_business_register: bool = False
    endpoint: str = ""
    endpoint_scheme: str = ORGNR_SCHEME
    trade_name: str = ""
    street: str = ""
    additional_street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "NO"
    contact_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceToBuild:
    """A discount or an addition (avslag, tillegg) without VAT; `amount` has no sign.

    `percent` and `base` only tell how the amount came about. The VAT is given for those of the whole document;
    on a line it is the line's.
    """

    amount: Decimal
    reason: str = ""
    reason_code: str = ""
    percent: Decimal | None = None
    base: Decimal | None = None
    vat_category: str = "S"
    vat_rate: Decimal | None = STANDARD_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToBuild:
    """A line; `unit_price` is without VAT, for `base_quantity` units. `vat_rate` is None for category O."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = "H87"
    base_quantity: Decimal | None = None
    vat_category: str = "S"
    vat_rate: Decimal | None = STANDARD_RATE
    vat_reason: str = ""
    description: str = ""
    note: str = ""
    allowances: tuple[AllowanceToBuild, ...] = ()
    charges: tuple[AllowanceToBuild, ...] = ()
    accounting_cost: str = ""
    period: Period | None = None
    order_line: str = ""
    sellers_item: str = ""
    buyers_item: str = ""
    gtin: str = ""
    classifications: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentToBuild:
    """A file to enclose. The XML is the voucher; a picture of it may go along."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/pdf"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceToBuild:
    """An invoice or a credit note (faktura, kreditnota) of our own.

    The standard wants one of `buyer_reference` and `order`. A credit note's amounts are positive and mean credit.
    `rounding` is signed. With `tax_currency` goes `vat_in_tax_currency`, the VAT in that currency.
    """

    number: str
    issue_date: date
    seller: PartyToBuild
    buyer: PartyToBuild
    lines: tuple[LineToBuild, ...]
    kind: Kind = "invoice"
    type_code: str = ""
    due_date: date | None = None
    currency: str = "NOK"
    tax_currency: str = ""
    vat_in_tax_currency: Decimal | None = None
    note: str = ""
    buyer_reference: str = ""
    order: str = ""
    sales_order: str = ""
    contract: str = ""
    project: str = ""
    accounting_cost: str = ""
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()
    period: Period | None = None
    delivery_date: date | None = None
    payee: PartyToBuild | None = None
    kid: str = ""
    bank_account: str = ""
    bic: str = ""
    means_code: str = "30"
    payment_terms: str = ""
    allowances: tuple[AllowanceToBuild, ...] = ()
    charges: tuple[AllowanceToBuild, ...] = ()
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    attachments: tuple[AttachmentToBuild, ...] = ()
    customization: str = CUSTOMIZATION
    profile: str = PROFILE
