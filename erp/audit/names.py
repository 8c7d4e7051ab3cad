"""What fields are called in a history: by their own names, keys by what they point at; what is technical has none."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Fields that have no name of their own.
NAMES: dict[str, str | Promise] = {
    "account": _("account"),
    "bic": "BIC",
    "department": _("department"),
    "duplicate_of": _("duplicate of"),
    "file": _("file"),
    "kid": "KID",
    "project": _("project"),
    "supplier": _("supplier"),
    "user": _("user"),
    "vat_code": _("VAT code"),
    "voucher": _("voucher"),
}


def is_named(column: Any) -> bool:
    """Tell whether a field has a name that says something to a reader; one without is technical."""
    return isinstance(column.verbose_name, Promise) or column.name in NAMES


def field_name(column: Any) -> str:
    """Return a field's name as people read it."""
    own = column.verbose_name if isinstance(column.verbose_name, Promise) else None
    return capfirst(str(own or NAMES[column.name]))
