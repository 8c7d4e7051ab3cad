"""Reads of voucher types (bilagsarter) with the numbers that their series have come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounting.ledger.models import FiscalYear, VoucherSeries, VoucherType
from erp.companies.models import Company

YEARS_SHOWN = 3


@dataclass(frozen=True)
class TypeRow:
    """A voucher type with year and last number of each series shown; None where it has no series."""

    voucher_type: VoucherType
    last_numbers: tuple[tuple[int, int | None], ...]


def years_shown(company: Company) -> list[int]:
    """Return the latest fiscal years, the earliest of them first."""
    years = FiscalYear.objects.for_company(company).order_by("-year")
    return sorted(years.values_list("year", flat=True)[:YEARS_SHOWN])


def type_rows(company: Company, years: Sequence[int]) -> list[TypeRow]:
    """Return all voucher types in the order they were made, with the last numbers in these years."""
    series = VoucherSeries.objects.for_company(company).filter(fiscal_year__year__in=years)
    last = {
        (type_id, year): number
        for type_id, year, number in series.values_list(
            "voucher_type_id", "fiscal_year__year", "last_number"
        )
    }
    types = VoucherType.objects.for_company(company).order_by("pk")
    return [TypeRow(t, tuple((year, last.get((t.pk, year))) for year in years)) for t in types]


def last_numbers(company: Company, voucher_type: VoucherType) -> list[tuple[int, int]]:
    """Return year and last number of each of a type's series, the latest year first."""
    series = VoucherSeries.objects.for_company(company).filter(voucher_type=voucher_type)
    rows = series.order_by("-fiscal_year__year").values_list("fiscal_year__year", "last_number")
    return [(year, number) for year, number in rows]
