"""What the processes of `processes.py` do: each function gets plain data and returns plain data."""

from datetime import date
from decimal import Decimal

from accounting.ledger.actions import post_voucher, reverse_voucher
from accounting.ledger.models import Voucher
from accounting.open_items.actions import Part, SettlementRefused, settle_items
from erp.access.models import User
from erp.companies.models import Company
from tests.world import TODAY, draft, line


def both(company_id: int, user_id: int) -> tuple[Company, User]:
    """Return the company and who works in it."""
    return Company.objects.get(pk=company_id), User.objects.get(pk=user_id)


def post_some(company_id: int, user_id: int, count: int, day: date = TODAY) -> list[int]:
    """Post vouchers one by one; returns their numbers."""
    company, user = both(company_id, user_id)
    pair = (line("1920", "10.00"), line("3900", "-10.00"))
    return [
        post_voucher(draft(*pair, day=day), company=company, by=user).number for _ in range(count)
    ]


def post_with_key(company_id: int, user_id: int, key: str) -> int:
    """Post what a machine sends; returns the voucher's id."""
    company, user = both(company_id, user_id)
    pair = (line("1920", "10.00"), line("3900", "-10.00"))
    return post_voucher(draft(*pair, source_key=key), company=company, by=user).pk


def post_in_turn(company_id: int, user_id: int, party: int, count: int) -> int:
    """Post vouchers of several types, VAT codes, departments and two years; returns how many."""
    company, user = both(company_id, user_id)
    for step in range(count):
        kind = ("supplier_invoice", "bank", "manual")[step % 3]
        day = (TODAY, date(2027, 1, 4))[step % 2]
        lines = (
            line("6553", "125.00", "1", department=("10", "20", None)[step % 3]),
            line("7140", "112.00", "13"),
            line("2400", "-237.00", party=party),
        )
        post_voucher(draft(*lines, day=day, kind=kind), company=company, by=user)
    return count


def reverse(company_id: int, user_id: int, voucher_id: int, reason: str) -> int:
    """Reverse a voucher; returns the reversal's id."""
    company, user = both(company_id, user_id)
    voucher = Voucher.objects.select_related("voucher_type").get(pk=voucher_id)
    return reverse_voucher(company=company, by=user, voucher=voucher, on=TODAY, reason=reason).pk


def settle(company_id: int, user_id: int, parts: dict[int, str]) -> bool:
    """Set items against each other; tells whether there was enough left of them."""
    company, user = both(company_id, user_id)
    told = [Part(item, Decimal(amount)) for item, amount in parts.items()]
    try:
        settle_items(company=company, by=user, parts=told, on=TODAY, reason="Samtidig")
    except SettlementRefused:
        return False
    return True
