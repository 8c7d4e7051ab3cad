"""Any sequence of good and bad steps in the books, beside a model in plain Python that says what must come of it."""
