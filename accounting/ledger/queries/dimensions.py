"""Reads of dimensions (dimensjoner) and their values."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from accounting.ledger.master import Master, master_of
from accounting.ledger.models import Dimension, DimensionKind, DimensionValue
from erp.companies.models import Company


def dimensions_of(company: Company) -> QuerySet[Dimension]:
    """Return a company's dimensions in the order they were made, with how many values each has in use."""
    in_use = Count("values", filter=Q(values__is_active=True))
    return Dimension.objects.for_company(company).annotate(values_in_use=in_use).order_by("pk")


def free_dimensions_of(company: Company) -> list[Dimension]:
    """Return a company's free dimensions (frie dimensjoner) in use, in the order they were made."""
    return free_dimensions_in(master_of(company))


def free_dimensions_in(master: Master) -> list[Dimension]:
    """Return the same from master data that is at hand."""
    dimensions = master.dimensions.values()
    free = [d for d in dimensions if d.kind == DimensionKind.FREE and d.is_active]
    return sorted(free, key=lambda dimension: dimension.pk)


def values_of(company: Company, dimension: Dimension) -> QuerySet[DimensionValue]:
    """Return the values of a dimension."""
    values = DimensionValue.objects.for_company(company).filter(dimension=dimension)
    return values.select_related("parent")


def values_matching(values: QuerySet[DimensionValue], text: str) -> QuerySet[DimensionValue]:
    """Narrow to values whose code begins with, or whose name contains, a text."""
    return values.filter(Q(code__istartswith=text) | Q(name__icontains=text))


def find_values_of(company: Company, dimension: str, text: str) -> QuerySet[DimensionValue]:
    """Return values in use of the dimension with an id that came as text, for comboboxes."""
    values = DimensionValue.objects.for_company(company).filter(is_active=True)
    pk = int(dimension) if dimension.isdecimal() and len(dimension) < 19 else 0
    return values_matching(values.filter(dimension_id=pk), text).order_by("code")


def values_by_code(
    company: Company, codes: Mapping[int, str]
) -> dict[tuple[int, str], DimensionValue]:
    """Return values by (dimension, code), for one code of each dimension at most; empty codes are skipped."""
    wanted = {pk: code for pk, code in codes.items() if code}
    values = DimensionValue.objects.for_company(company).filter(
        dimension_id__in=wanted, code__in=wanted.values()
    )
    return {(value.dimension_id, value.code): value for value in values} if wanted else {}
