"""What the tests stand on: the database, the browser, the cast."""
