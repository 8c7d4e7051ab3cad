"""Everything that changes the ledger. `post_voucher` is its one door."""

from accounting.ledger.actions.accounts import DimensionRule, create_account, update_account
from accounting.ledger.actions.books import set_up_books
from accounting.ledger.actions.chart_files import import_chart, keep_chart_file
from accounting.ledger.actions.dimensions import (
    ValueFacts,
    create_dimension,
    create_value,
    update_dimension,
    update_value,
)
from accounting.ledger.actions.errors import (
    AlreadyReversed,
    BooksRefused,
    SourceKeyReused,
    VoucherRefused,
)
from accounting.ledger.actions.locks import (
    lock_period,
    lock_vat_term,
    open_period,
    open_vat_term,
    set_vat_lock_of_day,
)
from accounting.ledger.actions.reversals import reverse_voucher
from accounting.ledger.actions.vat_codes import update_vat_code
from accounting.ledger.actions.voucher_types import create_voucher_type, update_voucher_type
from accounting.ledger.actions.vouchers import check_voucher, post_voucher, post_vouchers
from accounting.ledger.actions.years import open_next_year, open_previous_year

__all__ = [
    "AlreadyReversed",
    "BooksRefused",
    "DimensionRule",
    "SourceKeyReused",
    "ValueFacts",
    "VoucherRefused",
    "check_voucher",
    "create_account",
    "create_dimension",
    "create_value",
    "create_voucher_type",
    "import_chart",
    "keep_chart_file",
    "lock_period",
    "lock_vat_term",
    "open_next_year",
    "open_period",
    "open_previous_year",
    "open_vat_term",
    "post_voucher",
    "post_vouchers",
    "reverse_voucher",
    "set_up_books",
    "set_vat_lock_of_day",
    "update_account",
    "update_dimension",
    "update_value",
    "update_vat_code",
    "update_voucher_type",
]
