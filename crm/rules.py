"""Decisions about parties on plain data."""

from datetime import date, timedelta

NEW_ACCOUNT_DAYS = 30


def is_new_account(since: date, ended_on: date | None, today: date) -> bool:
    """Tell whether a bank account is so new that whoever pays to it should look twice.

    >>> is_new_account(date(2026, 11, 1), None, date(2026, 11, 24))
    True
    >>> is_new_account(date(2026, 10, 1), None, date(2026, 11, 24))
    False
    """
    return ended_on is None and since > today - timedelta(days=NEW_ACCOUNT_DAYS)
