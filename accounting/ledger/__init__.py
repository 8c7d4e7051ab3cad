"""The ledger kernel: accounts, periods, vouchers and entries, whose promises PostgreSQL keeps.

One door: `actions.post_voucher`. Rows of vouchers and entries never change; what is wrong is reversed.
"""
