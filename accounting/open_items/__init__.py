"""Open items (åpne poster): what is owed by and to each party, and how it was settled.

Items are made by the database as entries on control accounts arrive, so the sub-ledger is the ledger.
"""
