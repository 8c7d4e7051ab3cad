"""Reads of the ledger for pages, comboboxes and exports."""
