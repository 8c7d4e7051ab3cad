"""Reads of the inbox."""

from inbox.queries.documents import count_waiting, documents_in, open_document

__all__ = ["count_waiting", "documents_in", "open_document"]
