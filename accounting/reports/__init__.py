"""Reports: trial balance and ledger first, from kept balances where they can be, each figure with a way down."""
