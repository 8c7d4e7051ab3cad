"""What is known of how a party's documents are coded: account, VAT code and dimensions."""
