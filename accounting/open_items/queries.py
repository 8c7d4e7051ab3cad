"""Reading open items (åpne poster) and what settled them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Abs

from accounting.ledger.models import Voucher
from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from erp.companies.models import Company
from erp.money import AmountError, parse_amount

ZERO = Decimal("0.00")
LATEST = 20


def open_items_of(company: Company, role: str = "") -> QuerySet[OpenItem]:
    """Return all items that are not settled, of one sub-ledger (customer, supplier ...) or of all."""
    items = OpenItem.objects.for_company(company).exclude(remaining=0)
    if role:
        items = items.filter(account__party_role=role)
    return items.select_related("party", "account", "voucher__voucher_type", "voucher__fiscal_year")


def items_of_party(company: Company, party_id: int) -> QuerySet[OpenItem]:
    """Return the open items of one party, with `size`, what is left without its sign: what cancels has the same.

    Vouchers and accounts are read for the rows of a page alone, and not joined: a plan that does not know how many
    items a party has would go through all vouchers.
    """
    vouchers = Voucher.objects.select_related("voucher_type", "fiscal_year")
    return (
        OpenItem.objects.for_company(company)
        .filter(party=party_id)
        .exclude(remaining=0)
        .annotate(size=Abs("remaining"))
        .prefetch_related("account", Prefetch("voucher", vouchers))
    )


def oldest_items(company: Company, party_id: int, count: int) -> list[OpenItem]:
    """Return the open items of one party that are oldest."""
    return list(items_of_party(company, party_id).order_by("date", "pk")[:count])


def find_items(items: QuerySet[OpenItem], text: str) -> QuerySet[OpenItem]:
    """Return the items that an invoice number, a KID or an amount names; the amount on either side."""
    named = Q(invoice_number__icontains=text) | Q(kid__startswith=text)
    try:
        size = abs(parse_amount(text))
    except AmountError:
        return items.filter(named)
    return items.filter(named | Q(amount__in=(size, -size)) | Q(remaining__in=(size, -size)))


@dataclass(frozen=True)
class PartyBalance:
    """What is open with a party, `foreign` so many items of it in another currency. Units: kroner, debit positive."""

    count: int
    balance: Decimal
    overdue: Decimal
    foreign: int


def party_balance(company: Company, party_id: int, today: date) -> PartyBalance:
    """Return how much is open with a party, and how much of it is overdue."""
    items = OpenItem.objects.for_company(company).filter(party=party_id).exclude(remaining=0)
    late = Q(due_date__lt=today)
    sums = items.aggregate(
        count=Count("pk"),
        balance=Sum("remaining", default=ZERO),
        overdue=Sum("remaining", filter=late, default=ZERO),
        foreign=Count("pk", filter=~Q(currency="NOK")),
    )
    return PartyBalance(**sums)


def overdue_items(company: Company, today: date, count: int) -> list[OpenItem]:
    """Return the items that have waited longest since they were due."""
    return list(
        open_items_of(company).filter(due_date__lt=today).order_by("due_date", "pk")[:count]
    )


def difference_of(company: Company, settlement: Settlement) -> OpenItem | None:
    """Return the item of the exchange difference that a settlement posted; a positive amount is a gain."""
    lines = SettlementLine.objects.for_company(company).filter(settlement=settlement)
    found = OpenItem.objects.for_company(company).filter(pk__in=lines.values("open_item"))
    found = found.filter(currency_amount=0).exclude(currency="NOK")
    return found.select_related("voucher__voucher_type", "voucher__fiscal_year").first()


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
        .select_related("open_item__voucher__voucher_type", "open_item__voucher__fiscal_year")
        .order_by("pk")
    ):
        lines.setdefault(line.settlement_id, []).append(line)
    return [
        SettlementShown(s, lines.get(s.pk, []), may_be_undone(s, lines.get(s.pk, [])))
        for s in settlements
    ]


def may_be_undone(settlement: Settlement, lines: Sequence[SettlementLine]) -> bool:
    """Tell whether a settlement still stands, and stands by itself."""
    is_undone = hasattr(settlement, "undone_by")
    return not (settlement.undoes_id or is_undone or only_takes_back(lines))


def only_takes_back(lines: Sequence[SettlementLine]) -> bool:
    """Tell whether a settlement only takes back an exchange difference, as undoing another one does."""
    return all(line.open_item.is_difference for line in lines)
