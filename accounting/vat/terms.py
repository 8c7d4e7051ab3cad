"""VAT terms (terminer) that open by themselves when first needed (skatteforvaltningsforskriften § 8-3)."""

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


def open_vat_term_of(company: Company, day: date) -> None:
    """Make the VAT term that a day falls in. Repeats: one that is there, or made meanwhile, stays as it is.

    A change of the company's kind of term takes effect in the first calendar year that has no term yet.
    """
    VatTerm.objects.bulk_create([coming_term(company, day)], ignore_conflicts=True)


def coming_term(company: Company, day: date) -> VatTerm:
    """Return the VAT term of a day as it will be made, not saved."""
    number, start, end = term_of(day, kind_in_year(company, day.year))
    return VatTerm(company=company, year=start.year, number=number, start=start, end=end)


def kind_in_year(company: Company, year: int) -> str:
    """Return the kind of the terms of a calendar year: that of those which are there, else the company's."""
    earlier = VatTerm.objects.for_company(company).filter(year=year).first()
    if earlier is None:
        return company.vat_term_kind
    is_year = earlier.end.month - earlier.start.month > 1
    return VatTermKind.YEARLY if is_year else VatTermKind.TWO_MONTHLY
