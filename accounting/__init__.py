"""The books: ledger kernel, VAT, open items and reports, each a package of the same inner shape.

Refuses: customers' cards (`crm`), documents that arrive (`inbox`) and invoices that are sent (`invoicing`).
"""
