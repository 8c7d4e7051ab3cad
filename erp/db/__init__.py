"""What every app needs of PostgreSQL: scope functions, migration operations for tenant tables, the serving role.

Refuses: knowing any model. The scope itself is set by `erp.companies.scope`.
"""
