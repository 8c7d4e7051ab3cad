"""The tabs beside the chart of accounts: VAT codes and voucher types."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.access.requests import CompanyRequest
from erp.ui.requests import Label

TABS = (
    ("chart", _("Chart of accounts")),
    ("vat_codes", _("VAT codes")),
    ("voucher_types", _("Voucher types")),
)


@dataclass(frozen=True)
class Tab:
    """A tab as the component wants it."""

    label: Label
    url: str
    current: bool
    count: str = ""


def chart_tabs(request: CompanyRequest, current: str) -> list[Tab]:
    """Return the tabs; `current` is the name of the URL of the one that is open."""
    slug = request.company.slug
    return [Tab(label, reverse(name, args=[slug]), name == current) for name, label in TABS]
