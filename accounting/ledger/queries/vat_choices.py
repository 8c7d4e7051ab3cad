"""The VAT codes to choose from, named so that a narrow field tells code and rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounting.ledger.master import Master, master_of
from accounting.vat.models import VatCode, VatKind, VatRate
from accounting.vat.registration import may_use
from erp.companies.models import Company


@dataclass(frozen=True)
class VatChoice:
    """A VAT code (mva-kode) as a line to choose: "1 · 25 % Inngående mva, fradrag"."""

    code: str
    text: str


def vat_choices(company: Company, day: date) -> list[VatChoice]:
    """Return the VAT codes that the company may choose, with their rates on a day."""
    master = master_of(company)
    codes = sorted(master.vat_codes.values(), key=lambda code: code.pk)
    return [
        VatChoice(code.code, choice_text(master, code, day))
        for code in codes
        if code.is_active and may_use(company, code)
    ]


def choice_text(master: Master, code: VatCode, day: date) -> str:
    """Return a code with its rate, where it has one, before its name."""
    return named(code, master.rate(code.rate_class, day))


def names_with_rates(codes: Iterable[VatCode], day: date) -> dict[str, str]:
    """Return the same texts by code, where the company's books are not at hand."""
    valid = VatRate.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
    rates = {"zero": Decimal(0)} | dict(valid.values_list("rate_class", "percent"))
    return {code.code: named(code, rates.get(code.rate_class)) for code in codes}


def named(code: VatCode, percent: Decimal | None) -> str:
    """Return a code with a rate in percent before its name: "1 · 25 % Inngående mva, fradrag"."""
    if percent is None or code.kind == VatKind.NONE or not code.rate_class:
        return f"{code.code} · {code.name}"
    rate = f"{percent.normalize():f}".replace(".", ",")
    return f"{code.code} · {rate}\N{NO-BREAK SPACE}% {code.name}"
