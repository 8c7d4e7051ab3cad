"""Tables of the ledger kernel."""

from accounting.ledger.models.accounts import Account, AccountDimension, PartyRole
from accounting.ledger.models.balances import AccountBalance
from accounting.ledger.models.dimensions import Dimension, DimensionKind, DimensionValue
from accounting.ledger.models.periods import FiscalYear, Period
from accounting.ledger.models.state import BookState
from accounting.ledger.models.vouchers import (
    Area,
    Entry,
    VatRole,
    Voucher,
    VoucherAttachment,
    VoucherSeries,
    VoucherType,
)

__all__ = [
    "Account",
    "AccountBalance",
    "AccountDimension",
    "Area",
    "BookState",
    "Dimension",
    "DimensionKind",
    "DimensionValue",
    "Entry",
    "FiscalYear",
    "PartyRole",
    "Period",
    "VatRole",
    "Voucher",
    "VoucherAttachment",
    "VoucherSeries",
    "VoucherType",
]
