"""Companies, the row-security scope of a connection, and gapless number series per company.

Refuses: users and rights (they stand in `erp.access`, which builds on this).
"""
