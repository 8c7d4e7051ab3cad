"""Pages of parties: the list, the card, and what belongs to a party."""
