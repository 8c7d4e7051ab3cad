"""The demo company Solvik Teknikk AS, made through the product's own actions. Deterministic for a given day.

Wiring, like `erp.urls`: it may call every app, and no app knows it.
"""
