"""Projects, plans, hours, expenses and project economy: the top of the house. Nothing imports it."""
