"""Parties: customers, suppliers, employees and contacts, once each, with addresses, bank accounts and terms.

Refuses: knowing what is owed or coded; that is `accounting`, which points here.
"""
