"""Facts of a company that can no longer be changed, because an app has built on them.

    held.register("fiscal_year_start_month", why_start_month_is_held)

in an `AppConfig.ready()`; the function gets the company and returns the reason, in words for the person at the
screen, or nothing while the fact is free. The database holds the same where it must never be broken.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Apps register before there are models.
    from erp.companies.models import Company

Reason = Callable[["Company"], str]
_held: dict[str, Reason] = {}


def register(field: str, reason: Reason) -> None:
    """Let an app hold a fact fast; the same again changes nothing."""
    assert _held.setdefault(field, reason) is reason, f"{field} is held by another app"


def reasons_of(company: "Company") -> dict[str, str]:
    """Return why facts of a company are held fast, by field; those that are free are left out."""
    reasons = {field: reason(company) for field, reason in _held.items()}
    return {field: reason for field, reason in reasons.items() if reason}
