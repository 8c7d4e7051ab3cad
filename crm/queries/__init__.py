"""Reads of parties for pages and comboboxes."""
