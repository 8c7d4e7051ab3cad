"""Measures Regna beside its yardsticks in the same run: bare PostgreSQL and bare Django, at 10k, 100k and 1M entries.

`bin/bench` runs it on a durable cluster of its own. A figure counts only beside its yardstick; where the product
promises something of the two, `--check` fails when the promise is broken. Nothing of the product imports this.
"""
