"""Account classes (kontoklasser), the first digit of an account's number. Source: NS 4102."""

from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Account
from erp.ui.requests import Label

CLASSES: dict[str, Label] = {
    "1": _("1 Assets"),
    "2": _("2 Equity and liabilities"),
    "3": _("3 Operating income"),
    "4": _("4 Cost of goods"),
    "5": _("5 Payroll"),
    "6": _("6 Other operating cost"),
    "7": _("7 Other operating cost"),
    "8": _("8 Financial items, tax and disposal"),
}


def class_of(account: Account) -> Label:
    """Return the name of an account's class; one outside of the standard stands alone."""
    first = account.number[:1]
    return CLASSES.get(first, first)
