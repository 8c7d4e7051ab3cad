"""Settling open items (utligning), undoing it, and reversing a voucher with what it settled."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions import SourceKeyReused, reverse_voucher
from accounting.ledger.models import Voucher
from accounting.open_items.differences import (
    PERMISSION,
    day_of_difference,
    post_difference,
    take_back_difference,
)
from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from accounting.open_items.queries import only_takes_back
from accounting.open_items.rules import Left, Part, kroner_of_part, match_parts
from accounting.open_items.writing import settle_whole, write_lines, write_settlement
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import BusinessError, Problem
from erp.money import format_amount

ZERO = Decimal("0.00")
LEFT_OF_ITEM = (
    "open_item_remaining_between_zero_and_amount",
    "open_item_currency_remaining_between_zero_and_amount",
)

__all__ = [
    "Part",
    "SettlementRefused",
    "reverse_and_settle",
    "settle_chosen",
    "settle_items",
    "undo_settlement",
]


class SettlementRefused(BusinessError):
    """Items that cannot be set against each other as asked."""

    code = "settlement_refused"


@retried_on_deadlock
@retried_when_overtaken("settlement_once_per_source", *LEFT_OF_ITEM)
@transaction.atomic
def settle_items(
    *,
    company: Company,
    by: Actor,
    parts: Sequence[Part],
    on: date,
    reason: str,
    source_key: str | None = None,
    difference_on: date | None = None,
) -> Settlement:
    """Set items of one party on one account, in one currency, against each other (utligne).

    The parts sum to zero in the items' currency; none is more than what is left of its item. What they differ in
    kroner is posted as gain or loss (agio, disagio) on `difference_on` (default: `on`), and settled with them.
    Permission: open_item.settle. Repeats: the same `source_key` with the same parts returns the first settlement.
    Raises: SettlementRefused with all problems; SourceKeyReused; VoucherRefused.
    """
    require_permission(by, company, PERMISSION)
    items = lock_items(company, [part.open_item for part in parts])
    if source_key and (earlier := earlier_settlement(company, source_key, parts)):
        return earlier
    problems = part_problems(parts, items)
    if problems:
        raise SettlementRefused(*problems)
    settlement = write_settlement(
        company=company, by=by, on=on, reason=reason, source_key=source_key
    )
    lines = [(items[p.open_item], in_kroner(items[p.open_item], p), p.amount) for p in parts]
    if difference := sum((kroner for _item, kroner, _amount in lines), ZERO):
        owed = list(items.values())
        added = post_difference(company, by, settlement, owed, difference, difference_on or on)
        lines.append((added, added.amount, ZERO))
    write_lines(company, settlement, lines)
    return settlement


@retried_on_deadlock
@retried_when_overtaken("settlement_once_per_source", *LEFT_OF_ITEM)
@transaction.atomic
def settle_chosen(
    *,
    company: Company,
    by: Actor,
    party_id: int,
    chosen: Collection[int],
    key: UUID,
    on: date,
    reason: str,
) -> Settlement:
    """Settle chosen items of a party (utligne): the smaller side whole, the larger from its oldest item on.

    Sides are weighed in the items' currency, of which there is one. What is chosen and is not open with this party
    is left out. An exchange difference is posted on the latest item's day, or on `on` when that is locked. Permission: open_item.settle. Repeats: the same `key` and choice returns the first settlement.
    Raises: SettlementRefused with all problems; VoucherRefused, as `settle_items`.
    """
    require_permission(by, company, PERMISSION)
    lock_items(company, list(chosen))
    source_key = f"chosen:{key}:{digest(chosen)}"
    settlements = Settlement.objects.for_company(company)
    if earlier := settlements.filter(source_key=source_key).first():
        return earlier
    items = OpenItem.objects.for_company(company).filter(party=party_id, pk__in=chosen)
    if len({item.currency for item in items}) > 1:
        raise SettlementRefused(different_currencies())
    parts = match_parts([Left(item.pk, item.date, item.currency_remaining) for item in items])
    settled = {part.open_item for part in parts}
    return settle_items(
        company=company,
        by=by,
        parts=parts,
        on=on,
        reason=reason,
        source_key=source_key,
        difference_on=day_of_difference(company, [i for i in items if i.pk in settled], on),
    )


def digest(chosen: Collection[int]) -> str:
    """Return a choice as a short text, the same in any order."""
    return sha256(",".join(map(str, sorted(set(chosen)))).encode()).hexdigest()


@retried_on_deadlock
@retried_when_overtaken("accounting_settlement_undoes_id_key")
@transaction.atomic
def undo_settlement(
    *, company: Company, by: Actor, settlement: Settlement, on: date, reason: str
) -> Settlement:
    """Undo a settlement by its exact opposite; the items are open again as they were.

    An exchange difference that it posted is reversed on `on`. Permission: open_item.settle.
    Repeats: a settlement that is undone returns what undid it. Raises: SettlementRefused, VoucherRefused.
    """
    require_permission(by, company, PERMISSION)
    assert settlement.company_id == company.pk
    if earlier := Settlement.objects.for_company(company).filter(undoes=settlement).first():
        return earlier
    lines = list(
        SettlementLine.objects.for_company(company)
        .filter(settlement=settlement)
        .select_related("open_item__voucher__voucher_type")
    )
    if settlement.undoes_id or only_takes_back(lines):
        raise SettlementRefused(
            Problem(_("What undid a settlement is not undone; settle again instead."))
        )
    lock_items(company, [line.open_item_id for line in lines])
    opposite = write_settlement(company=company, by=by, on=on, reason=reason, undoes=settlement)
    write_lines(
        company, opposite, [(line.open_item, -line.amount, -line.currency_amount) for line in lines]
    )
    for line in lines:
        if line.open_item.is_difference:
            take_back_difference(company, by, line.open_item, on, reason)
    return opposite


@retried_on_deadlock
@transaction.atomic
def reverse_and_settle(
    *, company: Company, by: Actor, voucher: Voucher, on: date, reason: str
) -> Voucher:
    """Reverse a voucher (reversere) and set its open items against those of the reversal.

    An item that was settled already, wholly or in part, keeps what is left open for a person to settle.
    Permission: voucher.reverse. Repeats: as `reverse_voucher`. Raises: as `reverse_voucher`; SettlementRefused
    for the exchange difference of a settlement, which is taken back with it.
    """
    require_permission(by, company, "voucher.reverse")
    own = OpenItem.objects.for_company(company).filter(voucher=voucher)
    if any(item.is_difference for item in own):
        message = _("An exchange difference is taken back by undoing its settlement.")
        raise SettlementRefused(Problem(message))
    reversal = reverse_voucher(company=company, by=by, voucher=voucher, on=on, reason=reason)
    items = OpenItem.objects.for_company(company).filter(voucher__in=[voucher, reversal])
    locked = lock_items(company, list(items.values_list("pk", flat=True)))
    lines = dict(items.values_list("pk", "entry__line"))
    # An entry and its opposite stand on the same line of their vouchers.
    first = {lines[i.pk]: i for i in locked.values() if i.voucher_id == voucher.pk}
    for item in sorted(locked.values(), key=lambda item: item.pk):
        if item.voucher_id != reversal.pk:
            continue
        other = first[lines[item.pk]]
        if other.remaining == other.amount and item.remaining == item.amount:
            settle_whole(company, by, on, reversal.text, [other, item])
    return reversal


def earlier_settlement(
    company: Company, source_key: str, parts: Sequence[Part]
) -> Settlement | None:
    """Return the settlement that was made before under a key. Raises: SourceKeyReused when it was another."""
    earlier = Settlement.objects.for_company(company).filter(source_key=source_key).first()
    if earlier is None:
        return None
    lines = SettlementLine.objects.for_company(company).filter(settlement=earlier)
    told = lines.exclude(currency_amount=0).values_list("open_item", "currency_amount")
    if set(told) != {(p.open_item, p.amount) for p in parts}:
        raise SourceKeyReused(Problem(_("This was settled before, with other parts.")))
    return earlier


def lock_items(company: Company, ids: Sequence[int]) -> dict[int, OpenItem]:
    """Return items by id; other settlements of the party wait until the transaction ends."""
    parties = set(
        OpenItem.objects.for_company(company).filter(pk__in=ids).values_list("party_id", flat=True)
    )
    with connection.cursor() as cursor:
        for party in sorted(parties):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('settle', %s))", [party])
    return {item.pk: item for item in OpenItem.objects.for_company(company).filter(pk__in=ids)}


def part_problems(parts: Sequence[Part], items: dict[int, OpenItem]) -> list[Problem]:
    """Return what is wrong with the parts of a settlement."""
    told = ((number, wrong_with(part, items)) for number, part in enumerate(parts))
    problems = [Problem(message, f"parts.{number}") for number, message in told if message]
    if len({(item.party_id, item.account_id) for item in items.values()}) > 1:
        problems.append(Problem(_("Only items of one party on one account are settled together.")))
    if len({item.currency for item in items.values()}) > 1:
        problems.append(different_currencies())
    if len({part.open_item for part in parts}) != len(parts) or len(parts) < 2:
        problems.append(Problem(_("Choose at least two different items.")))
    difference = sum((part.amount for part in parts), ZERO)
    if difference:
        problems.append(
            Problem(
                _("The items do not sum to zero but to %(amount)s.")
                % {"amount": format_amount(difference)}
            )
        )
    return problems


def wrong_with(part: Part, items: dict[int, OpenItem]) -> str:
    """Return what is wrong with a part by itself, or nothing."""
    item = items.get(part.open_item)
    if item is None:
        return _("The item does not exist.")
    left = item.currency_remaining
    if part.amount * left <= 0 or abs(part.amount) > abs(left):
        return _("No more than %(amount)s is left of this item.") % {"amount": format_amount(left)}
    return "" if in_kroner(item, part) else _("This is less than one øre in kroner.")


def different_currencies() -> Problem:
    """Return the problem of items that are not in one currency."""
    return Problem(_("Items in different currencies are not settled together."))


def in_kroner(item: OpenItem, part: Part) -> Decimal:
    """Return a part of an item in kroner."""
    if item.currency == "NOK":
        return part.amount
    return kroner_of_part(part.amount, item.currency_remaining, item.remaining)
