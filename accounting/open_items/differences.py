"""Exchange differences (agio, disagio): what the same currency was worth more or less when it was settled.

A difference is an item of its own, with kroner and nothing in the currency, on the account of those it comes from.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.actions import VoucherRefused, post_voucher, reverse_voucher
from accounting.ledger.compiling import lock_problems
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.master import master_of
from accounting.ledger.models import Entry
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.writing import settle_whole
from erp.access.rights import Actor
from erp.companies.models import Company
from erp.errors import Problem
from erp.money import format_amount

PERMISSION = "open_item.settle"
GAIN, LOSS = "8060", "8160"
VOUCHER_TYPE = "manual"


def post_difference(
    company: Company,
    by: Actor,
    settlement: Settlement,
    items: Sequence[OpenItem],
    difference: Decimal,
    on: date,
) -> OpenItem:
    """Post the difference of a settlement on a day, and return the item that makes its kroner meet.

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
    result = DraftLine(LOSS if difference > 0 else GAIN, difference)
    draft = VoucherDraft(
        voucher_type=VOUCHER_TYPE,
        date=on,
        lines=(on_item, result),
        text=_("Exchange difference %(currency)s") % {"currency": latest.currency},
        source_key=f"settlement:{settlement.pk}",
    )
    try:
        voucher = post_voucher(draft, company=company, by=by, permission=PERMISSION)
    except VoucherRefused as refused:
        raise VoucherRefused(
            *(told_of_difference(problem, draft, abs(difference)) for problem in refused.problems)
        ) from refused
    return OpenItem.objects.for_company(company).get(voucher=voucher)


def told_of_difference(problem: Problem, draft: VoucherDraft, amount: Decimal) -> Problem:
    """Return a problem of the difference's voucher as whoever settles, and has typed no voucher, understands it."""
    place, _dot, rest = problem.field.partition(".")
    number = rest.partition(".")[0]
    where = draft.lines[int(number)].account if place == "lines" and number else ""
    if not where:
        message = _("The exchange difference of %(amount)s cannot be posted: %(problem)s")
    else:
        message = _(
            "The exchange difference of %(amount)s cannot be posted on account %(account)s: %(problem)s"
        )
    told = {"amount": format_amount(amount), "account": where, "problem": problem.message}
    return Problem(message % told, problem.field)


def day_of_difference(company: Company, items: Sequence[OpenItem], on: date) -> date:
    """Return the day of the latest item, when the currency was paid; where it is locked, `on`."""
    latest = max((item.date for item in items), default=on)
    return latest if is_open(company, latest) else on


def is_open(company: Company, day: date) -> bool:
    """Tell whether a difference may be posted on a day."""
    master = master_of(company)
    period = master.period(day)
    voucher_type = master.voucher_types.get(VOUCHER_TYPE)
    return period is not None and not lock_problems(period, voucher_type, day)


def take_back_difference(
    company: Company, by: Actor, item: OpenItem, on: date, reason: str
) -> None:
    """Reverse a difference whose settlement is undone, and set its item against that of the reversal.

    On `on`, but never before the difference itself. The caller has the right checked. Raises: VoucherRefused.
    """
    on = max(on, item.voucher.date)
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
