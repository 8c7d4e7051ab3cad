"""Founding (opprettelse): a company, its books and its first owner, made together or not at all.

The page "Nytt selskap" and `manage.py create_company`. Refuses: companies without books or owner.
"""
