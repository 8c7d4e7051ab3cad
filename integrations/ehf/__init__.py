"""EHF Billing 3.0 (Peppol BIS Billing 3.0 in UBL 2.1): bytes in, frozen dataclasses out, and back.

Owns the format: secure parsing, the schema, every field of an invoice and a credit note, arithmetic that a
document must keep, and the building of documents of our own. Knows no company, no party and no account: who the
supplier is among ours, and what the invoice means in the books, is decided by the apps above. Never touches the
network: what a document links to is not fetched.

Start at `messages.read_document` and `building.build_invoice`.
"""
