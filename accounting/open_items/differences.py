"""Exchange differences (agio, disagio): what the same currency was worth more or less when it was settled.

A difference is an item of its own, with kroner and nothing in the currency, on the account of those it comes from.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.actions import post_voucher, reverse_voucher
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import Entry
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.writing import settle_whole
from erp.access.rights import Actor
from erp.companies.models import Company

PERMISSION = "open_item.settle"
GAIN, LOSS = "8060", "8160"


def post_difference(
    company: Company,
    by: Actor,
    settlement: Settlement,
    items: Sequence[OpenItem],
    difference: Decimal,
) -> OpenItem:
    """Post the difference of a settlement, and return the item that makes its kroner meet.

    Units: `difference` is what the settled parts sum to in kroner; positive is a loss. The caller has the right
    checked. Raises: VoucherRefused (a locked period, an account that is not in the chart).
    """
    latest = max(items, key=lambda item: (item.date, item.pk))
    entry = Entry.objects.for_company(company).select_related("account").get(pk=latest.entry_id)
    on_item = DraftLine(
        entry.account.number,
        -difference,
        party=latest.party_id,
        invoice_number=latest.invoice_number,
        currency=latest.currency,
        currency_amount=Decimal("0.00"),
        rate=entry.rate,
        rate_date=entry.rate_date,
    )
    draft = VoucherDraft(
        voucher_type="manual",
        date=settlement.date,
        lines=(on_item, DraftLine(LOSS if difference > 0 else GAIN, difference)),
        text=_("Exchange difference %(currency)s") % {"currency": latest.currency},
        source_key=f"settlement:{settlement.pk}",
    )
    voucher = post_voucher(draft, company=company, by=by, permission=PERMISSION)
    return OpenItem.objects.for_company(company).get(voucher=voucher)


def take_back_difference(
    company: Company, by: Actor, item: OpenItem, on: date, reason: str
) -> None:
    """Reverse a difference whose settlement is undone, and set its item against that of the reversal.

    The caller has the right checked. Raises: VoucherRefused.
    """
    reversal = reverse_voucher(
        company=company,
        by=by,
        voucher=item.voucher,
        on=on,
        reason=reason,
        permission=PERMISSION,
    )
    opposite = OpenItem.objects.for_company(company).get(voucher=reversal)
    settle_whole(company, by, on, reversal.text, [item, opposite])
