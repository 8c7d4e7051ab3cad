"""Everything that changes the ledger. `post_voucher` is its one door."""

from accounting.ledger.actions.books import set_up_books
from accounting.ledger.actions.errors import (
    AlreadyReversed,
    SourceKeyReused,
    VoucherRefused,
)
from accounting.ledger.actions.locks import lock_period, lock_vat_term, open_period, open_vat_term
from accounting.ledger.actions.reversals import reverse_voucher
from accounting.ledger.actions.vouchers import check_voucher, post_voucher, post_vouchers

__all__ = [
    "AlreadyReversed",
    "SourceKeyReused",
    "VoucherRefused",
    "check_voucher",
    "lock_period",
    "lock_vat_term",
    "open_period",
    "open_vat_term",
    "post_voucher",
    "post_vouchers",
    "reverse_voucher",
    "set_up_books",
]
