"""What somebody wants to post: plain data, before any rule has looked at it."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class DraftLine:
    """A line of a draft. Units: kroner, debit positive.

    `amount` includes VAT unless `includes_vat` is False. In a foreign currency give `currency`,
    `currency_amount` and `rate` (kroner per unit); `amount` is then computed when it is None. `rate_date` is the
    day of the rate (default: the document date). An `amount` with a `currency_amount` of zero is an exchange
    difference. `stated_vat` is what a document states as VAT, and is posted as it stands. `party` goes by primary
    key; `department`, `project`, and the values in `dimensions`, by their dimensions' codes, go by code.
    """

    account: str
    amount: Decimal | None
    text: str = ""
    vat_code: str | None = None
    includes_vat: bool = True
    stated_vat: Decimal | None = None
    vat_specification: str = ""
    department: str | None = None
    project: str | None = None
    dimensions: dict[str, str] = field(default_factory=dict)
    party: int | None = None
    invoice_number: str = ""
    kid: str = ""
    due_date: datetime.date | None = None
    quantity: Decimal | None = None
    currency: str = "NOK"
    currency_amount: Decimal | None = None
    rate: Decimal | None = None
    rate_date: datetime.date | None = None
    stated_vat_currency: Decimal | None = None


@dataclass(frozen=True)
class VoucherDraft:
    """A voucher that somebody wants to post.

    `date` is the posting date, `document_date` what the document says (default: the same), `vat_date` the day
    of delivery that decides the VAT rate (default: the document date), `vat_term_date` a day in the VAT term
    that the voucher belongs to when that is another than its date's. `source_key` makes a machine's posting
    happen once.
    """

    voucher_type: str
    date: datetime.date
    lines: tuple[DraftLine, ...]
    text: str = ""
    document_date: datetime.date | None = None
    vat_date: datetime.date | None = None
    vat_term_date: datetime.date | None = None
    source_key: str | None = None
    document: int | None = None
    stamp_number: int | None = None
