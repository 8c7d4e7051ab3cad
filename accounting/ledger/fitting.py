"""What a draft line's values must be to fit the ledger's columns, so that nothing is cut or rounded in silence.

But for texts, which are for people to read: a longer one is kept as far as there is room.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.drafts import DraftLine
from accounting.ledger.rows import EntryRow
from erp.currencies import is_currency
from erp.errors import Problem

LARGEST = Decimal(10) ** 16
MONEY_FIELDS = ("amount", "currency_amount", "stated_vat", "stated_vat_currency")
LONGEST = {"kid": 25, "invoice_number": 60, "vat_specification": 60}
DECIMALS_OF_RATE = 8


def misfits(line: DraftLine) -> Iterator[tuple[str, str]]:
    """Yield (field, message) for each value of a line that the ledger cannot hold as it stands."""
    for name in MONEY_FIELDS:
        if message := misfit_of_money(getattr(line, name)):
            yield name, message
    for name, most in LONGEST.items():
        if len(getattr(line, name)) > most:
            yield name, _("At most %(count)s characters.") % {"count": most}
    if line.currency != "NOK":
        yield from misfits_of_currency(line)


def misfit_of_money(value: Decimal | None) -> str:
    """Return what is wrong with an amount; nothing when there is none."""
    if value is None:
        return ""
    if has_more_decimals(value, 2):
        return _("An amount has at most two decimals.")
    return _("The amount is too large.") if abs(value) >= LARGEST else ""


def unknown_currency(code: str) -> str:
    """Say that there is no such currency."""
    return _("%(code)s is no currency. Write its code, such as EUR.") % {"code": code}


def misfits_of_currency(line: DraftLine) -> Iterator[tuple[str, str]]:
    """Yield (field, message) for what is wrong with currency, rate, and the two amounts together."""
    if not is_currency(line.currency):
        yield "currency", unknown_currency(line.currency)
    if line.rate is not None and has_more_decimals(line.rate, DECIMALS_OF_RATE):
        yield "rate", _("A rate has at most eight decimals.")
    if line.amount and line.currency_amount and line.amount * line.currency_amount < 0:
        yield "amount", _("The amount in kroner is on the other side than the currency's.")


def has_more_decimals(value: Decimal, most: int) -> bool:
    """Tell whether a number has more decimals than it may; noughts at the end do not count.

    >>> has_more_decimals(Decimal("1.005"), 2), has_more_decimals(Decimal("1.100"), 2)
    (True, False)
    """
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "money is a finite number"
    return exponent < -most and value % Decimal(1).scaleb(-most) != 0


def size_problems(entries: Sequence[EntryRow]) -> list[Problem]:
    """Return the problem of entries that have grown too large, by conversion or by adding up VAT."""
    if all(abs(e.amount) < LARGEST and abs(e.currency_amount) < LARGEST for e in entries):
        return []
    return [Problem(_("The amount is too large."), "lines")]
