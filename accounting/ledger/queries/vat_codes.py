"""Reads of VAT codes (mva-koder) with the rates that the law gives their classes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from accounting.ledger.models import Account
from accounting.vat.models import RateClass, VatCode, VatRate
from erp.companies.models import Company

ZERO = Decimal(0)


def percent_text(percent: Decimal) -> str:
    """Write a percentage as people read it.

    >>> percent_text(Decimal("25.00")), percent_text(Decimal("11.11"))
    ('25\\xa0%', '11,11\\xa0%')
    """
    text = f"{percent:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text.replace('.', ',')}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class DatedRate:
    """What a rate class is in percent; `last_day` is inclusive and None while it lasts."""

    rate_class: str
    percent: Decimal
    first_day: date
    last_day: date | None

    @property
    def label(self) -> str:
        """The name of the class."""
        return str(RateClass(self.rate_class).label)

    @property
    def text(self) -> str:
        """The rate as people read it."""
        return percent_text(self.percent)

    def holds_on(self, day: date) -> bool:
        """Tell whether the rate holds on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class CodeRow:
    """A VAT code and its rate on a day; None where it has none."""

    code: VatCode
    percent: Decimal | None

    @property
    def rate(self) -> str:
        """The rate as people read it."""
        return "–" if self.percent is None else percent_text(self.percent)

    @property
    def deducted(self) -> str:
        """The share that is deducted, where the code deducts anything."""
        return percent_text(self.code.deduction_percent) if self.code.input_account_id else ""


def dated_rates(rate_class: str = "") -> list[DatedRate]:
    """Return all dated rates, of one class or of all, by class and the latest first."""
    order = [choice.value for choice in RateClass]
    rates = VatRate.objects.filter(rate_class=rate_class) if rate_class else VatRate.objects.all()
    rows = sorted(rates.order_by("-valid_from"), key=lambda rate: order.index(rate.rate_class))
    return [
        DatedRate(
            rate.rate_class,
            rate.percent,
            rate.valid_from,
            rate.valid_to - timedelta(days=1) if rate.valid_to else None,
        )
        for rate in rows
    ]


def codes_of(company: Company) -> QuerySet[VatCode]:
    """Return a company's VAT codes with their accounts, in the order of the standard list."""
    codes = VatCode.objects.for_company(company).order_by("pk")
    return codes.select_related("output_account", "input_account")


def code_rows(company: Company, day: date) -> list[CodeRow]:
    """Return all VAT codes with their rates on a day."""
    now = {rate.rate_class: rate.percent for rate in dated_rates() if rate.holds_on(day)}
    return [CodeRow(code, percent_of(code, now)) for code in codes_of(company)]


def percent_of(code: VatCode, now: dict[str, Decimal]) -> Decimal | None:
    """Return the rate of a code among the rates that hold; the zero rate is none of the dated ones."""
    if code.rate_class == RateClass.ZERO:
        return ZERO
    return now.get(code.rate_class)


def vat_accounts(company: Company) -> QuerySet[Account]:
    """Return the accounts that VAT codes may post to."""
    accounts = Account.objects.for_company(company).filter(is_vat_account=True)
    return accounts.order_by("number")
