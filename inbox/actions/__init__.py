"""What changes documents: receive, read, code, post, reject, take up again."""

from inbox.actions.coding import post_document
from inbox.actions.drafting import CodingRefused, TypedCoding, TypedCodingLine
from inbox.actions.reading import read_received_document
from inbox.actions.receiving import receive_document
from inbox.actions.rejecting import reject_document
from inbox.actions.reopening import reopen_document

__all__ = [
    "CodingRefused",
    "TypedCoding",
    "TypedCodingLine",
    "post_document",
    "read_received_document",
    "receive_document",
    "reject_document",
    "reopen_document",
]
