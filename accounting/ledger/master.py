"""A company's master data in memory: accounts, codes, rules, types, periods and terms, for one version of them.

Posting reads the version (one row by key) and loads the rest only when it has changed. What is kept is plain
reading: PostgreSQL judges locks and keys again when the rows arrive.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock
from uuid import UUID

from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    Period,
    VoucherType,
)
from accounting.ledger.statements import prepared_cursor
from accounting.vat.models import VatCode, VatKind, VatRate, VatTerm
from erp.companies.models import Company

ZERO = Decimal(0)
A_YEAR = timedelta(days=366)
KEPT_COMPANIES = 64
VERSION = "SELECT version FROM accounting_bookstate WHERE company_id = %s"


@dataclass(frozen=True)
class Master:
    """What drafts are judged by, apart from parties and dimension values, of which there may be very many."""

    accounts: dict[str, Account]
    vat_codes: dict[str, VatCode]
    rates: tuple[VatRate, ...]
    dimensions: dict[str, Dimension]
    rules: dict[int, list[AccountDimension]]
    voucher_types: dict[str, VoucherType]
    periods: tuple[Period, ...]
    terms: tuple[VatTerm, ...]

    def period(self, day: date) -> Period | None:
        """Return the period of a day, if its fiscal year is open."""
        return next((p for p in self.periods if p.start <= day <= p.end), None)

    def term(self, day: date) -> VatTerm | None:
        """Return the VAT term of a day, if there is one yet."""
        return next((t for t in self.terms if t.start <= day <= t.end), None)

    def may_have_term(self, chosen: date, day: date) -> bool:
        """Tell whether VAT of a voucher of a day may go into a chosen day's term: near it, or in an open year."""
        return abs(chosen - day) <= A_YEAR or self.period(chosen) is not None

    def rate(self, rate_class: str, day: date) -> Decimal | None:
        """Return a class's VAT rate in percent on a day; None where the law had none."""
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

    def deducted_rate(self, code: str, day: date) -> Decimal | None:
        """Return the rate in percent that a VAT code deducts as input VAT; None where it deducts nothing."""
        vat_code = self.vat_codes.get(code)
        if vat_code is None or vat_code.kind != VatKind.INPUT:
            return None
        return self.rate(vat_code.rate_class, day)


_kept: OrderedDict[int, tuple[UUID, Master]] = OrderedDict()
_hold = Lock()


def master_of(company: Company) -> Master:
    """Return the master data of a company as it is now."""
    with prepared_cursor() as cursor:
        cursor.execute(VERSION, [company.pk])
        row = cursor.fetchone()
    if row is None:
        return load_master(company)
    return kept_master(company, row[0]) or keep_master(company, row[0], load_master(company))


def kept_master(company: Company, version: UUID) -> Master | None:
    """Return what is kept of a company, if it is of this version."""
    with _hold:
        kept = _kept.get(company.pk)
        if kept is None or kept[0] != version:
            return None
        _kept.move_to_end(company.pk)
        return kept[1]


def keep_master(company: Company, version: UUID, master: Master) -> Master:
    """Keep the master data of a company; that of the company which was asked for longest ago makes room."""
    with _hold:
        _kept[company.pk] = version, master
        _kept.move_to_end(company.pk)
        while len(_kept) > KEPT_COMPANIES:
            _kept.popitem(last=False)
    return master


def load_master(company: Company) -> Master:
    """Load the master data of a company, one query a table."""
    rules: dict[int, list[AccountDimension]] = {}
    asked = AccountDimension.objects.for_company(company).select_related(
        "dimension", "default_value"
    )
    for rule in asked:
        rules.setdefault(rule.account_id, []).append(rule)
    periods = Period.objects.for_company(company).select_related("fiscal_year").order_by("-start")
    return Master(
        accounts={account.number: account for account in Account.objects.for_company(company)},
        vat_codes={code.code: code for code in VatCode.objects.for_company(company)},
        rates=tuple(VatRate.objects.order_by("-valid_from")),
        dimensions={
            dimension.code: dimension for dimension in Dimension.objects.for_company(company)
        },
        rules=rules,
        voucher_types={kind.key: kind for kind in VoucherType.objects.for_company(company)},
        periods=tuple(periods),
        terms=tuple(VatTerm.objects.for_company(company).order_by("-start")),
    )
