"""Ledger (hovedbok) of an account: its entries with counter accounts and running balance."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Sign

from accounting.ledger.models import Account, AccountBalance, Entry, Period
from accounting.reports.selection import Selection
from erp.companies.models import Company

ZERO = Decimal("0.00")
SHOWN_COUNTER_ACCOUNTS = 4


def ledger_entries(company: Company, account: Account, selection: Selection) -> QuerySet[Entry]:
    """Return an account's entries within a selection, each with its `counter_accounts` (motkonto).

    Counter accounts are the numbers on the other side of the voucher, at most four.
    """
    others = (
        Entry.objects.filter(voucher=OuterRef("voucher"))
        .annotate(side=Sign("amount"))
        .exclude(side=Sign(OuterRef("amount")))
        .order_by("account__number")
        .values("account__number")
        .distinct()[:SHOWN_COUNTER_ACCOUNTS]
    )
    return (
        Entry.objects.for_company(company)
        .filter(
            selection.narrowed(),
            account=account,
            date__gte=selection.first.start,
            date__lte=selection.last.end,
        )
        .annotate(counter_accounts=ArraySubquery(others))
        .select_related(
            "voucher__voucher_type",
            "voucher__fiscal_year",
            "party",
            "vat_code",
            "department",
            "project",
        )
    )


def opening_balance(company: Company, account: Account, selection: Selection) -> Decimal:
    """Return what an account stood at when the selection begins.

    Units: kroner, debit positive. A result account opens at zero with its fiscal year.
    """
    earlier = selection.before() & selection.narrowed()
    if not account.is_balance_sheet:
        earlier &= Q(period__fiscal_year=selection.first.fiscal_year_id)
    if selection.from_entries:
        entries = Entry.objects.for_company(company).filter(earlier, account=account)
        return entries.aggregate(total=Sum("amount"))["total"] or ZERO
    kept = AccountBalance.objects.for_company(company).filter(earlier, account=account)
    sums = kept.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (sums["debit"] or ZERO) - (sums["credit"] or ZERO)


def balance_before(
    company: Company, account: Account, selection: Selection, first: Entry
) -> Decimal:
    """Return what an account stood at just before one of its entries, in the order of date and id.

    What moved in the periods before the entry's own is kept; only within that one are entries added up.
    """
    here = replace(selection, first=Period.objects.for_company(company).get(pk=first.period_id))
    earlier = Q(date__lt=first.date) | Q(date=first.date, pk__lt=first.pk)
    within = Entry.objects.for_company(company).filter(
        earlier, selection.narrowed(), account=account, date__gte=here.first.start
    )
    return opening_balance(company, account, here) + (
        within.aggregate(total=Sum("amount"))["total"] or ZERO
    )


def running_balances(start: Decimal, entries: Sequence[Entry]) -> dict[int, Decimal]:
    """Return the balance after each entry, by entry id, from the balance before the first."""
    balances = {}
    for entry in entries:
        start += entry.amount
        balances[entry.pk] = start
    return balances
