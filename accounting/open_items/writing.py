"""Writing settlements (utligninger) as the database demands: all lines in one statement."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from erp.access.rights import Actor, actor_pk
from erp.companies.models import Company


def write_settlement(
    *,
    company: Company,
    by: Actor,
    on: date,
    reason: str,
    source_key: str | None = None,
    undoes: Settlement | None = None,
) -> Settlement:
    """Write a settlement that still has no lines."""
    return Settlement.objects.create(
        company=company,
        date=on,
        reason=reason[:255],
        source_key=source_key,
        undoes=undoes,
        registered_by_id=actor_pk(by),
    )


def write_lines(
    company: Company, settlement: Settlement, lines: Sequence[tuple[OpenItem, Decimal, Decimal]]
) -> None:
    """Write a settlement's lines: item, kroner, and the amount in the item's currency."""
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


def settle_whole(
    company: Company, by: Actor, on: date, reason: str, items: Sequence[OpenItem]
) -> Settlement:
    """Set whole items against each other."""
    settlement = write_settlement(company=company, by=by, on=on, reason=reason)
    write_lines(company, settlement, [(i, i.amount, i.currency_amount) for i in items])
    return settlement
