"""History (historikk) of objects: reading what the triggers of `erp.db.history` wrote, and giving reasons.

Refuses: a second mechanism. Ledger rows have no history, since they never change.
"""
