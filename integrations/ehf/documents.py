"""An invoice or credit note as EHF states it: every field, in the document's own words and digits.

A text that the document lacks is "", anything else it lacks is None. Amounts are written out with `f"{amount:f}"`,
which keeps the document's own digits. BT-numbers are the terms of EN 16931. Source: Peppol BIS Billing 3.0.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from erp.identifiers import is_kid
from integrations.ehf.names import Kind


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8, BG-12, BG-15)."""

    street: str = ""
    additional_street: str = ""
    line: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point (BG-6, BG-9)."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number and the register it is from: a GLN (0088), a GTIN (0160), an organisation number (0192)."""

    value: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier, customer, payee or tax representative.

    `name` is the legal name, else the trade name. `orgnr` is nine bare digits where it is Norwegian.
    `bank_accounts` are those the document asks to be paid to: on the supplier, and on the payee if there is one.
    """

    name: str = ""
    trade_name: str = ""
    orgnr: str = ""
    orgnr_scheme: str = ""
    vat_number: str = ""
    vat_registered: bool = False
    tax_registration: str = ""
    endpoint: str = ""
    endpoint_scheme: str = ""
    identifiers: tuple[Identifier, ...] = ()
    legal_form: str = ""
    address: Address = field(default_factory=Address)
    contact: Contact = field(default_factory=Contact)
    bank_accounts: tuple[str, ...] = ()

    @property
    def country(self) -> str:
        """The country by the VAT number, else by the address: the order that the official rules use."""
        prefix = self.vat_number[:2].upper()
        return prefix if prefix.isalpha() else self.address.country


@dataclass(frozen=True, slots=True)
class Payment:
    """One way to pay (BG-16). `account` is what is not an IBAN: 11 bare digits where it is Norwegian.

    `kid` is a payment reference that has the form of a KID; whether its check digit holds is `kid_is_valid`.
    """

    means_code: str = ""
    means_text: str = ""
    payment_id: str = ""
    kid: str = ""
    account: str = ""
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    mandate: str = ""
    payer_account: str = ""
    card_number: str = ""
    card_holder: str = ""

    @property
    def kid_is_valid(self) -> bool:
        """Whether the reference may be sent to a bank as a KID; otherwise it is text."""
        return bool(self.kid) and is_kid(self.kid)

    @property
    def norwegian_account(self) -> str:
        """The Norwegian account number, stated as such or inside a Norwegian IBAN; "" if it is neither."""
        if self.iban.startswith("NO") and len(self.iban) == 15:
            return self.iban[4:]
        is_norwegian = (
            len(self.account) == 11 and self.account.isascii() and self.account.isdecimal()
        )
        return self.account if is_norwegian else ""


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """An earlier invoice that this document credits or follows (BG-3)."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class SupportingDocument:
    """A document that is named but neither enclosed nor linked to (BT-122, BT-123)."""

    id: Identifier
    description: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """What the document refers to; `buyer` is the buyer's own reference (Deres ref)."""

    order: str = ""
    sales_order: str = ""
    buyer: str = ""
    contract: str = ""
    project: str = ""
    accounting_cost: str = ""
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()
    despatch: str = ""
    receipt: str = ""
    originator: str = ""
    invoiced_object: Identifier | None = None
    documents: tuple[SupportingDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A period; both ends are part of it, and either may be missing."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """When, where and to whom it was delivered (BG-13)."""

    actual_date: date | None = None
    location: Identifier | None = None
    address: Address | None = None
    party_name: str = ""


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """A discount or an addition (avslag, tillegg), on the document or on a line; the amount has no sign."""

    reason: str = ""
    reason_code: str = ""
    amount: Decimal | None = None
    percent: Decimal | None = None
    base: Decimal | None = None
    vat_category: str = ""
    vat_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An invoice line (BG-25). `net_amount` is without VAT and after the line's own allowances and charges.

    `unit_price` is for `base_quantity` units, one where that is missing; it is after `price_discount`.
    """

    id: str = ""
    name: str = ""
    description: str = ""
    note: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    base_quantity: Decimal | None = None
    base_unit: str = ""
    price_discount: Decimal | None = None
    gross_price: Decimal | None = None
    net_amount: Decimal | None = None
    vat_category: str = ""
    vat_rate: Decimal | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    charges: tuple[AllowanceCharge, ...] = ()
    accounting_cost: str = ""
    period: Period | None = None
    order_line: str = ""
    invoiced_object: Identifier | None = None
    buyers_item: str = ""
    sellers_item: str = ""
    standard_item: Identifier | None = None
    classifications: tuple[Identifier, ...] = ()
    origin_country: str = ""
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """The VAT of one category and rate (BG-23)."""

    category: str = ""
    rate: Decimal | None = None
    basis: Decimal | None = None
    amount: Decimal | None = None
    exemption_reason: str = ""
    exemption_code: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's totals (BG-22), all in its currency but `vat_in_tax_currency`."""

    line_net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None
    vat_in_tax_currency: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """An enclosed file or a link (BG-24). A link is never followed; only an enclosed file has `content`.

    `name` has lost its folders and control characters; `mime` is what the sender claims.
    """

    id: str = ""
    name: str = ""
    description: str = ""
    mime: str = ""
    size: int | None = None
    sha256: str = ""
    content: bytes | None = field(default=None, repr=False)
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or a credit note (faktura, kreditnota). Amounts have the document's sign: see `sign`."""

    kind: Kind
    customization: str = ""
    profile: str = ""
    number: str = ""
    type_code: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    tax_point_date: date | None = None
    tax_point_code: str = ""
    currency: str = ""
    tax_currency: str = ""
    notes: tuple[str, ...] = ()
    period: Period | None = None
    references: References = field(default_factory=References)
    supplier: Party = field(default_factory=Party)
    customer: Party = field(default_factory=Party)
    payee: Party | None = None
    tax_representative: Party | None = None
    delivery: Delivery | None = None
    payments: tuple[Payment, ...] = ()
    payment_terms: str = ""
    allowances: tuple[AllowanceCharge, ...] = ()
    charges: tuple[AllowanceCharge, ...] = ()
    vat: tuple[VatSubtotal, ...] = ()
    totals: Totals = field(default_factory=Totals)
    lines: tuple[Line, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def sign(self) -> int:
        """What an amount is multiplied with to be positive when we owe it: -1 for a credit note."""
        return -1 if self.kind == "credit_note" else 1

    @property
    def payment(self) -> Payment:
        """The first way to pay that names an account, else the first; an empty one where there is none."""
        with_account = [each for each in self.payments if each.account or each.iban]
        return next(iter(with_account or self.payments), Payment())
