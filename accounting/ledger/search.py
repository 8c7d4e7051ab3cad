"""What the palette finds in the books: accounts, and vouchers by number or stamp."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounting.ledger.queries.lookups import find_accounts
from accounting.ledger.queries.vouchers import find_vouchers, voucher_name
from erp.companies.models import Company
from erp.dates import format_date
from erp.ui.registry import Hit

MOST = 6


def account_hits(request: HttpRequest, text: str) -> list[Hit]:
    """Return accounts by number or name; each leads to its ledger (hovedbok)."""
    company: Company = request.company  # type: ignore[attr-defined]
    ledger = reverse("ledger", args=[company.slug])
    return [
        Hit(str(account), f"{ledger}?{urlencode({'account': account.number})}", "book")
        for account in find_accounts(company, text)[:MOST]
    ]


def voucher_hits(request: HttpRequest, text: str) -> list[Hit]:
    """Return vouchers by number ("6-12/2026", "6-12", "12") or stamp ("#123"), the latest first."""
    company: Company = request.company  # type: ignore[attr-defined]
    return [
        Hit(
            f"{voucher_name(voucher)} {voucher.text}".strip(),
            reverse("voucher", args=[company.slug, voucher.pk]),
            "voucher",
            format_date(voucher.date),
        )
        for voucher in find_vouchers(company, text, MOST)
    ]
