"""VAT (merverdiavgift): codes, dated rates, terms, and the pure rules that split amounts."""
