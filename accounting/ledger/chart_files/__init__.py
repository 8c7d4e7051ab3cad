"""A chart of accounts as a file: bytes to rows of text, rows to columns, and what importing them would do.

Nothing here writes. What cannot be read is refused with a plain reason; what is wrong with rows is told for
all rows at once. `accounting.ledger.actions.import_chart` is the door.
"""
