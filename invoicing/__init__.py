"""Products, quotes, orders and invoices, on top of inbox and accounting."""
