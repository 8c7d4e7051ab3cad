"""What changes documents: receive, read, code, post, reject."""

from inbox.actions.coding import CodingRefused, TypedCoding, TypedCodingLine, post_document
from inbox.actions.reading import read_received_document
from inbox.actions.receiving import receive_document
from inbox.actions.rejecting import reject_document

__all__ = [
    "CodingRefused",
    "TypedCoding",
    "TypedCodingLine",
    "post_document",
    "read_received_document",
    "receive_document",
    "reject_document",
]
