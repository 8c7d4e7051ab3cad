"""Reading open items (åpne poster) and what settled them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from erp.companies.models import Company

ZERO = Decimal("0.00")
LATEST = 20


def open_items_of(company: Company, role: str = "") -> QuerySet[OpenItem]:
    """Return all items that are not settled, of one sub-ledger (customer, supplier ...) or of all."""
    items = OpenItem.objects.for_company(company).exclude(remaining=0)
    if role:
        items = items.filter(account__party_role=role)
    return items.select_related("party", "account", "voucher__voucher_type", "voucher__fiscal_year")


def items_of_party(company: Company, party_id: int) -> QuerySet[OpenItem]:
    """Return the open items of one party, the oldest first."""
    return open_items_of(company).filter(party=party_id).order_by("account", "date", "pk")


@dataclass(frozen=True)
class PartyItems:
    """The open items of a party. Units: kroner, debit positive."""

    items: Sequence[OpenItem]
    balance: Decimal
    overdue: Decimal


def party_items(company: Company, party_id: int, today: date) -> PartyItems:
    """Return what is open with a party, and how much of it is overdue."""
    items = list(items_of_party(company, party_id))
    overdue = (item.remaining for item in items if item.due_date and item.due_date < today)
    return PartyItems(items, sum((i.remaining for i in items), ZERO), sum(overdue, ZERO))


def overdue_items(company: Company, today: date, count: int) -> list[OpenItem]:
    """Return the items that have waited longest since they were due."""
    return list(
        open_items_of(company).filter(due_date__lt=today).order_by("due_date", "pk")[:count]
    )


@dataclass(frozen=True)
class SettlementShown:
    """A settlement with its lines, and whether it can be undone."""

    settlement: Settlement
    lines: Sequence[SettlementLine]
    may_be_undone: bool


def latest_settlements(company: Company, party_id: int) -> list[SettlementShown]:
    """Return the latest settlements of a party, the newest first."""
    ids = (
        SettlementLine.objects.for_company(company)
        .filter(open_item__party=party_id)
        .order_by("-settlement")
        .values_list("settlement", flat=True)
        .distinct()[:LATEST]
    )
    settlements = (
        Settlement.objects.for_company(company)
        .filter(pk__in=list(ids))
        .select_related("registered_by", "undone_by")
        .order_by("-pk")
    )
    lines: dict[int, list[SettlementLine]] = {}
    for line in (
        SettlementLine.objects.for_company(company)
        .filter(settlement__in=[s.pk for s in settlements])
        .select_related("open_item__voucher__voucher_type")
        .order_by("pk")
    ):
        lines.setdefault(line.settlement_id, []).append(line)
    return [
        SettlementShown(s, lines.get(s.pk, []), s.undoes_id is None and not hasattr(s, "undone_by"))
        for s in settlements
    ]
