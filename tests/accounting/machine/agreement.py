"""Whether the books agree with the model: every balance, item, number, VAT sum, lock and year, to the øre."""

from decimal import Decimal
from itertools import compress

from django.db.models import Sum

from accounting.ledger.models import AccountBalance, Entry, FiscalYear, Period, VoucherSeries
from accounting.open_items.models import OpenItem, Settlement
from accounting.vat.models import VatTerm
from erp.companies.models import Company
from tests.accounting.machine.model import Model

ZERO = Decimal("0.00")


def assert_agree(company: Company, model: Model) -> None:
    """Compare the books with the model."""
    assert balances(company) == {key: sum_ for key, sum_ in model.balances.items() if sum_}
    assert items(company) == {
        key: (i.account, i.party, i.amount, i.remaining, i.currency_remaining)
        for key, i in model.items.items()
    }
    assert vat(company) == {key: sum_ for key, sum_ in model.vat.items() if sum_}
    assert numbers(company) == {key: last for key, last in model.last_numbers.items() if last}
    assert Settlement.objects.for_company(company).count() == len(model.settlements)
    assert years(company) == model.years
    assert locks(company) == model.locks
    assert terms(company) == (model.terms, model.locked_terms)


def balances(company: Company) -> dict[object, Decimal]:
    """Return the kept balances that are not zero."""
    kept = AccountBalance.objects.for_company(company).values_list(
        *("account__number", "period__start", "department__code", "project__code"),
        *("debit", "credit"),
    )
    sums: dict[object, Decimal] = {}
    for *key, debit, credit in kept:
        sums[tuple(key)] = sums.get(tuple(key), ZERO) + debit - credit
    return {key: amount for key, amount in sums.items() if amount}


def items(company: Company) -> dict[object, object]:
    """Return all items by voucher and line."""
    rows = OpenItem.objects.for_company(company).values_list(
        *("entry__voucher", "entry__line", "account__number", "party"),
        *("amount", "remaining", "currency_remaining"),
    )
    return {(voucher, line): tuple(rest) for voucher, line, *rest in rows}


def vat(company: Company) -> dict[object, Decimal]:
    """Return the sums of what belongs to a VAT term."""
    rows = (
        Entry.objects.for_company(company)
        .exclude(vat_term=None)
        .values_list("vat_term__year", "vat_term__number", "vat_code__code", "vat_role")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    return {((year, number), code, role): sum_ for year, number, code, role, sum_ in rows if sum_}


def numbers(company: Company) -> dict[object, int]:
    """Return where each series stands that has begun."""
    series = VoucherSeries.objects.for_company(company).exclude(last_number=0)
    rows = series.values_list("voucher_type__key", "fiscal_year__year", "last_number")
    return {(kind, year): last for kind, year, last in rows}


def years(company: Company) -> set[int]:
    """Return the fiscal years that are open."""
    return set(FiscalYear.objects.for_company(company).values_list("year", flat=True))


def locks(company: Company) -> set[object]:
    """Return the locks that are set."""
    found: set[object] = set()
    fields = ("is_locked", "is_sales_locked", "is_purchase_locked")
    for start, *is_set in Period.objects.for_company(company).values_list("start", *fields):
        areas = compress(("general", "sales", "purchase"), is_set)
        found |= {((start.year, start.month), area) for area in areas}
    return found


def terms(company: Company) -> tuple[set[object], set[object]]:
    """Return the VAT terms that are there, and those that are locked."""
    rows = list(VatTerm.objects.for_company(company))
    return {(t.year, t.number) for t in rows}, {(t.year, t.number) for t in rows if t.is_locked}
