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
from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from accounting.open_items.rules import Left, Part, match_parts
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import BusinessError, Problem
from erp.money import format_amount, to_ore

ZERO = Decimal("0.00")
LEFT_OF_ITEM = "open_item_remaining_between_zero_and_amount"

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
@retried_when_overtaken("settlement_once_per_source", LEFT_OF_ITEM)
@transaction.atomic
def settle_items(
    *,
    company: Company,
    by: Actor,
    parts: Sequence[Part],
    on: date,
    reason: str,
    source_key: str | None = None,
) -> Settlement:
    """Set items of one party on one account against each other (utligne).

    The parts sum to zero; none is more than what is left of its item. Permission: open_item.settle.
    Repeats: the same `source_key` with the same parts returns the first settlement.
    Raises: SettlementRefused with all problems; SourceKeyReused.
    """
    require_permission(by, company, "open_item.settle")
    items = lock_items(company, [part.open_item for part in parts])
    if source_key and (earlier := earlier_settlement(company, source_key, parts)):
        return earlier
    problems = part_problems(parts, items)
    if problems:
        raise SettlementRefused(*problems)
    settlement = Settlement.objects.create(
        company=company,
        date=on,
        reason=reason[:255],
        source_key=source_key,
        registered_by_id=actor_pk(by),
    )
    write_lines(
        company,
        settlement,
        [(items[p.open_item], p.amount, share(items[p.open_item], p.amount)) for p in parts],
    )
    return settlement


@retried_on_deadlock
@retried_when_overtaken("settlement_once_per_source", LEFT_OF_ITEM)
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

    What is chosen and is not open with this party is left out. Permission: open_item.settle.
    Repeats: the same `key` and choice returns the first settlement.
    Raises: SettlementRefused with all problems.
    """
    require_permission(by, company, "open_item.settle")
    lock_items(company, list(chosen))
    source_key = f"chosen:{key}:{digest(chosen)}"
    settlements = Settlement.objects.for_company(company)
    if earlier := settlements.filter(source_key=source_key).first():
        return earlier
    items = OpenItem.objects.for_company(company).filter(party=party_id, pk__in=chosen)
    parts = match_parts([Left(item.pk, item.date, item.remaining) for item in items])
    return settle_items(
        company=company, by=by, parts=parts, on=on, reason=reason, source_key=source_key
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

    Permission: open_item.settle. Repeats: a settlement that is undone returns what undid it.
    """
    require_permission(by, company, "open_item.settle")
    assert settlement.company_id == company.pk
    if earlier := Settlement.objects.for_company(company).filter(undoes=settlement).first():
        return earlier
    if settlement.undoes_id:
        raise SettlementRefused(
            Problem(_("What undid a settlement is not undone; settle again instead."))
        )
    lines = list(
        SettlementLine.objects.for_company(company)
        .filter(settlement=settlement)
        .select_related("open_item")
    )
    lock_items(company, [line.open_item_id for line in lines])
    opposite = Settlement.objects.create(
        company=company,
        date=on,
        reason=reason[:255],
        undoes=settlement,
        registered_by_id=actor_pk(by),
    )
    write_lines(
        company, opposite, [(line.open_item, -line.amount, -line.currency_amount) for line in lines]
    )
    return opposite


@retried_on_deadlock
@transaction.atomic
def reverse_and_settle(
    *, company: Company, by: Actor, voucher: Voucher, on: date, reason: str
) -> Voucher:
    """Reverse a voucher (reversere) and set its open items against those of the reversal.

    An item that was settled already, wholly or in part, keeps what is left open for a person to settle.
    Permission: voucher.reverse. Repeats, Raises: as `reverse_voucher`.
    """
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
            settlement = Settlement.objects.create(
                company=company, date=on, reason=reversal.text, registered_by_id=actor_pk(by)
            )
            whole = [(i, i.amount, i.currency_amount) for i in (other, item)]
            write_lines(company, settlement, whole)
    return reversal


def earlier_settlement(
    company: Company, source_key: str, parts: Sequence[Part]
) -> Settlement | None:
    """Return the settlement that was made before under a key. Raises: SourceKeyReused when it was another."""
    earlier = Settlement.objects.for_company(company).filter(source_key=source_key).first()
    if earlier is None:
        return None
    lines = SettlementLine.objects.for_company(company).filter(settlement=earlier)
    if set(lines.values_list("open_item", "amount")) != {(p.open_item, p.amount) for p in parts}:
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
    problems = []
    for number, part in enumerate(parts):
        item = items.get(part.open_item)
        if item is None:
            problems.append(Problem(_("The item does not exist."), f"parts.{number}"))
        elif (
            part.amount == 0
            or part.amount * item.remaining <= 0
            or abs(part.amount) > abs(item.remaining)
        ):
            message = _("No more than %(amount)s is left of this item.")
            problems.append(
                Problem(message % {"amount": format_amount(item.remaining)}, f"parts.{number}")
            )
    if len({(item.party_id, item.account_id) for item in items.values()}) > 1:
        problems.append(Problem(_("Only items of one party on one account are settled together.")))
    if len({item.currency for item in items.values()}) > 1:
        problems.append(Problem(_("Items in different currencies are not settled together.")))
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


def share(item: OpenItem, amount: Decimal) -> Decimal:
    """Return the currency amount of a part: the whole rest for the whole rest, else by proportion."""
    if item.currency == "NOK" or amount == item.remaining:
        return amount if item.currency == "NOK" else item.currency_remaining
    return to_ore(item.currency_remaining * amount / item.remaining)


def write_lines(
    company: Company, settlement: Settlement, lines: Sequence[tuple[OpenItem, Decimal, Decimal]]
) -> None:
    """Write a settlement's lines in one statement, as the database demands."""
    SettlementLine.objects.bulk_create(
        SettlementLine(
            company=company,
            settlement=settlement,
            open_item=item,
            amount=amount,
            currency_amount=currency_amount,
        )
        for item, amount, currency_amount in lines
    )
