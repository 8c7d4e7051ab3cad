"""Running Regna on one machine: embedded PostgreSQL and Valkey, web, worker and scheduler, tests, benchmarks.

`python -m erp.run up|services|test|bench|provision`. Refuses: being part of the product at run time; nothing in
the apps imports this package.
"""
