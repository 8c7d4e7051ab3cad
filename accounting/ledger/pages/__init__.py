"""Pages of the ledger: vouchers, chart, dimensions and periods. HTTP in, HTML out."""
