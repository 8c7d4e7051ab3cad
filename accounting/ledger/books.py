"""The part of a company's books that drafts are judged by, loaded with one query a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    DimensionValue,
    Period,
    VoucherType,
)
from accounting.ledger.periods import ensure_periods
from accounting.vat.models import VatCode, VatRate, VatTerm
from accounting.vat.terms import ensure_vat_terms
from crm.models import Party
from erp.companies.models import Company

ZERO = Decimal(0)


@dataclass(frozen=True)
class Books:
    """Accounts, codes, dimensions, parties and periods that a set of drafts names."""

    company: Company
    accounts: dict[str, Account]
    vat_codes: dict[str, VatCode]
    rates: Sequence[VatRate]
    dimensions: dict[str, Dimension]
    values: dict[tuple[int, str], DimensionValue]
    rules: dict[int, list[AccountDimension]]
    parties: dict[int, Party]
    periods: dict[date, Period]
    terms: dict[date, VatTerm]
    voucher_types: dict[str, VoucherType]

    def rate(self, rate_class: str, day: date) -> Decimal | None:
        """Return a class's rate in percent on a day; None where the law had none."""
        if rate_class in {"", "zero"}:
            return ZERO
        for rate in self.rates:
            if (
                rate.rate_class == rate_class
                and rate.valid_from <= day
                and (rate.valid_to is None or day < rate.valid_to)
            ):
                return rate.percent
        return None


def load_books(company: Company, drafts: Sequence[VoucherDraft]) -> Books:
    """Load what these drafts name. The next fiscal year and VAT term open by themselves when first needed."""
    lines = [line for draft in drafts for line in draft.lines]
    accounts = {
        a.number: a
        for a in Account.objects.for_company(company).filter(number__in={x.account for x in lines})
    }
    vat_codes = load_vat_codes(company, lines_codes=(x.vat_code for x in lines))
    dimensions, values = load_dimensions(company, drafts)
    days = {d.date for d in drafts}
    term_days = {d.vat_term_date or d.date for d in drafts} if vat_codes else set()
    party_ids = {x.party for x in lines if x.party is not None}
    return Books(
        company=company,
        accounts=accounts,
        vat_codes=vat_codes,
        rates=list(VatRate.objects.order_by("-valid_from")) if vat_codes else [],
        dimensions=dimensions,
        values=values,
        rules=load_rules(company, accounts.values()),
        parties={p.pk: p for p in Party.objects.for_company(company).filter(pk__in=party_ids)}
        if party_ids
        else {},
        periods=ensure_periods(company, days),
        terms=ensure_vat_terms(company, term_days),
        voucher_types={
            t.key: t
            for t in VoucherType.objects.for_company(company).filter(
                key__in={d.voucher_type for d in drafts}
            )
        },
    )


def load_vat_codes(company: Company, lines_codes: Iterable[str | None]) -> dict[str, VatCode]:
    """Return the VAT codes that are named, with their accounts."""
    codes = {code for code in lines_codes if code}
    if not codes:
        return {}
    named = VatCode.objects.for_company(company).filter(code__in=codes)
    return {c.code: c for c in named.select_related("output_account", "input_account")}


def load_dimensions(
    company: Company, drafts: Sequence[VoucherDraft]
) -> tuple[dict[str, Dimension], dict[tuple[int, str], DimensionValue]]:
    """Return the company's dimensions by code, and the values that are named, when any is."""
    codes: set[str] = set()
    for draft in drafts:
        for line in draft.lines:
            codes.update(
                code for code in (line.department, line.project, *line.dimensions.values()) if code
            )
    if not codes:
        return {}, {}
    dimensions = {d.code: d for d in Dimension.objects.for_company(company)}
    values = DimensionValue.objects.for_company(company).filter(code__in=codes)
    return dimensions, {(v.dimension_id, v.code): v for v in values}


def load_rules(company: Company, accounts: Iterable[Account]) -> dict[int, list[AccountDimension]]:
    """Return what each account asks of dimensions."""
    rules: dict[int, list[AccountDimension]] = {}
    asked = AccountDimension.objects.for_company(company).filter(
        account__in=[a.pk for a in accounts]
    )
    for rule in asked.select_related("dimension", "default_value"):
        rules.setdefault(rule.account_id, []).append(rule)
    return rules
