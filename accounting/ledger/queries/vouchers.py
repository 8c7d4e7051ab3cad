"""Reads about vouchers (bilag)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from accounting.ledger.models import Entry, Voucher, VoucherAttachment, VoucherSeries
from erp.companies.models import Company


def vouchers_of(company: Company) -> QuerySet[Voucher]:
    """Return a company's vouchers with what a list shows of them."""
    return Voucher.objects.for_company(company).select_related(
        "voucher_type", "fiscal_year", "registered_by"
    )


def with_sums(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """Add `total`, the sum of each voucher's debit side. Units: kroner.

    A look-up for each row, not a join: only the rows of a page are summed, however many vouchers there are.
    """
    debits = Entry.objects.filter(voucher=OuterRef("pk")).order_by().values("voucher")
    return vouchers.annotate(total=Subquery(debits.annotate(sum=Sum("debit")).values("sum")))


def latest_vouchers(company: Company, count: int) -> list[Voucher]:
    """Return the vouchers of the latest days, with their sums."""
    return list(with_sums(vouchers_of(company)).order_by("-date", "-pk")[:count])


NUMBER = re.compile(r"(?:(?P<type>\w{1,5})-)?(?P<number>[0-9]{1,9})(?:/(?P<year>[0-9]{4}))?")
STAMP = re.compile(r"#([0-9]{1,15})")


def find_vouchers(company: Company, text: str, count: int) -> list[Voucher]:
    """Return the vouchers that a number such as "6-12/2026", "6-12" or "12", or a stamp such as "#123", names.

    By keys alone, whatever the size of the ledger: a series is known by type and year.
    """
    if stamp := STAMP.fullmatch(text):
        found = vouchers_of(company).filter(stamp_number=int(stamp[1]))
    elif named := NUMBER.fullmatch(text):
        series = VoucherSeries.objects.for_company(company)
        if named["type"]:
            series = series.filter(voucher_type__code=named["type"])
        if named["year"]:
            series = series.filter(fiscal_year__year=int(named["year"]))
        kinds = list(series.values_list("voucher_type", "fiscal_year"))
        found = vouchers_of(company).filter(
            voucher_type__in={kind for kind, _year in kinds},
            fiscal_year__in={year for _kind, year in kinds},
            number=int(named["number"]),
        )
    else:
        return []
    return list(found.order_by("-date", "-pk")[:count])


def voucher_name(voucher: Voucher) -> str:
    """Return type, number and year as one name: 6-12/2026."""
    return f"{voucher.voucher_type.code}-{voucher.number}/{voucher.fiscal_year.year}"


@dataclass(frozen=True)
class VoucherCard:
    """All that the page of a voucher shows."""

    voucher: Voucher
    entries: list[Entry]
    attachments: list[VoucherAttachment]
    reversal: Voucher | None
    previous: int | None = None
    next: int | None = None

    @property
    def debit(self) -> Decimal:
        """The sum of the debit side, which is that of the credit side."""
        return sum((entry.debit for entry in self.entries), Decimal("0.00"))

    @property
    def has_vat(self) -> bool:
        """Whether any entry has a VAT code."""
        return any(entry.vat_code_id for entry in self.entries)

    @property
    def has_dimensions(self) -> bool:
        """Whether any entry has a department or a project."""
        return any(entry.department_id or entry.project_id for entry in self.entries)


def voucher_card(company: Company, pk: int) -> VoucherCard:
    """Return a voucher with its entries, documents and reversal. Raises: Voucher.DoesNotExist."""
    voucher = (
        Voucher.objects.for_company(company)
        .select_related(
            "voucher_type",
            "period",
            "fiscal_year",
            "registered_by",
            "document",
            "reverses__voucher_type",
            "reverses__fiscal_year",
        )
        .get(pk=pk)
    )
    entries = (
        Entry.objects.for_company(company)
        .filter(voucher=voucher)
        .select_related(
            "account", "vat_code", "vat_term", "department", "project", "party", "open_item"
        )
        .order_by("line")
    )
    attachments = (
        VoucherAttachment.objects.for_company(company)
        .filter(voucher=voucher)
        .select_related("file")
    )
    reversal = (
        Voucher.objects.for_company(company)
        .filter(reverses=voucher)
        .select_related("voucher_type", "fiscal_year")
        .first()
    )
    return VoucherCard(
        voucher, list(entries), list(attachments), reversal, *neighbours(company, voucher)
    )


def neighbours(company: Company, voucher: Voucher) -> tuple[int | None, int | None]:
    """Return the vouchers before and after one in its series, by primary key; one query."""
    around = (voucher.number - 1, voucher.number + 1)
    found = dict(
        Voucher.objects.for_company(company)
        .filter(
            voucher_type=voucher.voucher_type_id,
            fiscal_year=voucher.fiscal_year_id,
            number__in=around,
        )
        .values_list("number", "pk")
    )
    return found.get(around[0]), found.get(around[1])
