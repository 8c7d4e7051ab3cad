"""VAT terms (terminer) that open by themselves when first needed (skatteforvaltningsforskriften § 8-3)."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounting.vat.models import VatTerm
from erp.companies.models import Company, VatTermKind


def term_of(day: date, kind: str) -> tuple[int, date, date]:
    """Return number, first and last day (inclusive) of the VAT term that a day falls in.

    >>> term_of(date(2026, 11, 24), "two_monthly")
    (6, datetime.date(2026, 11, 1), datetime.date(2026, 12, 31))
    """
    if kind != VatTermKind.TWO_MONTHLY:
        return 1, date(day.year, 1, 1), date(day.year, 12, 31)
    number = (day.month + 1) // 2
    end = date(day.year + (number == 6), number * 2 % 12 + 1, 1) - timedelta(days=1)
    return number, date(day.year, number * 2 - 1, 1), end


def ensure_vat_terms(company: Company, days: Iterable[date]) -> dict[date, VatTerm]:
    """Return the VAT term of each day, made when it is not there."""
    wanted = set(days)
    found = terms_of(company, wanted)
    missing = wanted - found.keys()
    if not missing:
        return found
    for day in missing:
        number, start, end = term_of(day, company.vat_term_kind)
        VatTerm.objects.bulk_create(
            [VatTerm(company=company, year=start.year, number=number, start=start, end=end)],
            ignore_conflicts=True,
        )
    return terms_of(company, wanted)


def terms_of(company: Company, days: set[date]) -> dict[date, VatTerm]:
    """Return the terms of those days that have one."""
    if not days:
        return {}
    terms = list(
        VatTerm.objects.for_company(company).filter(start__lte=max(days), end__gte=min(days))
    )
    return {day: term for day in days for term in terms if term.start <= day <= term.end}
