"""All tables of the app, for Django; each lives with its subject."""

from accounting.ledger.models import (
    Account,
    AccountBalance,
    AccountDimension,
    BookState,
    Dimension,
    DimensionValue,
    Entry,
    FiscalYear,
    Period,
    Voucher,
    VoucherAttachment,
    VoucherSeries,
    VoucherType,
)
from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from accounting.party_defaults.models import PartyDefaults, PartyDefaultValue
from accounting.vat.models import VatCode, VatRate, VatTerm

__all__ = [
    "Account",
    "AccountBalance",
    "AccountDimension",
    "BookState",
    "Dimension",
    "DimensionValue",
    "Entry",
    "FiscalYear",
    "OpenItem",
    "PartyDefaultValue",
    "PartyDefaults",
    "Period",
    "Settlement",
    "SettlementLine",
    "VatCode",
    "VatRate",
    "VatTerm",
    "Voucher",
    "VoucherAttachment",
    "VoucherSeries",
    "VoucherType",
]
