"""What the ledger says when it refuses."""

from erp.errors import BusinessError


class VoucherRefused(BusinessError):
    """A draft breaks rules; carries all problems, each at its field (`lines.0.account`)."""

    code = "voucher_refused"


class SourceKeyReused(BusinessError):
    """A source key was posted before with other content."""

    code = "source_key_reused"


class AlreadyReversed(BusinessError):
    """A voucher is reversed at most once."""

    code = "already_reversed"


class BooksRefused(BusinessError):
    """A change of the set-up (accounts, codes, types, dimensions, years) breaks rules, each told at its field."""

    code = "books_refused"
