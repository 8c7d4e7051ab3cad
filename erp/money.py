"""Money: rounding, reading what Norwegians write, and writing it back. Decimal only; floats are refused.

Units: kroner with øre as decimals, signed.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from django.utils.translation import gettext as _

ORE = Decimal("0.01")
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
PLAIN = re.compile(r"\d+|\d*[.,]\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+\.\d+")
LONGEST = 200
DEEPEST = 20
WHOLE_DIGITS = 16


class AmountError(ValueError):
    """A text that is not an amount."""


def to_ore(value: Decimal) -> Decimal:
    """Round to whole øre, half up (away from zero): the one rounding function of the product.

    >>> to_ore(Decimal("0.125")), to_ore(Decimal("-0.125"))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    if not isinstance(value, Decimal):
        raise TypeError(f"money is Decimal, not {type(value).__name__}")
    if not value.is_finite():
        raise ValueError("money is a finite number")
    with localcontext() as context:
        context.prec = 60
        return value.quantize(ORE, rounding=ROUND_HALF_UP)


def format_amount(value: Decimal, decimals: int = 2) -> str:
    """Write an amount as Norwegians read it: a no-break space between thousands, comma, U+2212 as minus.

    >>> format_amount(Decimal("-1234567.5"))
    '−1\\xa0234\\xa0567,50'
    """
    with localcontext() as context:
        context.prec = 60
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return f"\N{MINUS SIGN}{text}" if rounded < 0 else text


def parse_amount(text: str, decimals: int = 2) -> Decimal:
    """Read an amount: "1234,5", "1 234,50" with any space, "1.234,50", "1.234" (thousands), "1234.50".

    A single dot before exactly three digits parts thousands, else it is a decimal point. A leading "=" makes it
    a sum: "=12500*1,25", with + - * / and parentheses. "kr" and ",-" around an amount are dropped.
    Rounds: the result once, half up to øre, or to `decimals` for rates and quantities.
    Raises: AmountError, with what to write instead.
    >>> parse_amount("=12500*1,25"), parse_amount("1.234"), parse_amount("1.23")
    (Decimal('15625.00'), Decimal('1234.00'), Decimal('1.23'))
    """
    if len(text) > LONGEST:
        raise AmountError(_("The amount is too long."))
    bare = SPACES.sub("", text).replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    value = Formula(bare[1:]).value() if bare.startswith("=") else read_signed(bare)
    if abs(value) >= 10**WHOLE_DIGITS:
        raise AmountError(_("The amount is too large."))
    whole = (abs(value) * 10**decimals + Fraction(1, 2)) // 1
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def read_signed(text: str) -> Fraction:
    """Read one amount with an optional sign before or after it."""
    bare = text.lower().removeprefix("kr.").removeprefix("kr").removesuffix("kr").removesuffix(",-")
    if bare.endswith("-"):
        bare = "-" + bare[:-1]
    sign = -1 if bare.startswith("-") else 1
    return sign * read_number(bare.removeprefix("-").removeprefix("+").removeprefix("kr"))


def read_number(text: str) -> Fraction:
    """Read an unsigned number in one of the spellings of `parse_amount`."""
    if not text.isascii() or not PLAIN.fullmatch(text):
        raise AmountError(_("Write an amount such as 1 234,50."))
    if "," in text and "." in text:
        decimal_sign = "," if text.rindex(",") > text.rindex(".") else "."
        other = "." if decimal_sign == "," else ","
        return Fraction(text.replace(other, "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return Fraction(text.replace(".", ""))
    return Fraction(text.replace(",", "."))


class Formula:
    """A sum of numbers with + - * / and parentheses, worked out exactly; no names, no calls, no eval.

    static/ui/js/money.js reads the same in the browser.
    """

    def __init__(self, text: str) -> None:
        self.tokens = re.findall(r"[\d.,]+|[-+*/()]|.", text)
        self.at = 0
        self.depth = 0

    def value(self) -> Fraction:
        """Return what the whole text comes to. Raises: AmountError."""
        result = self._sum()
        if self._peek():
            raise AmountError(_("The sum cannot be read at %(sign)s.") % {"sign": self._peek()})
        return result

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self.at += 1
        return token

    def _sum(self) -> Fraction:
        result = self._product()
        while self._peek() in {"+", "-"}:
            result = result + self._product() if self._next() == "+" else result - self._product()
        return result

    def _product(self) -> Fraction:
        result = self._term()
        while self._peek() in {"*", "/"}:
            if self._next() == "*":
                result *= self._term()
            else:
                divisor = self._term()
                if divisor == 0:
                    raise AmountError(_("The sum divides by zero."))
                result /= divisor
        return result

    def _term(self) -> Fraction:
        token = self._next()
        self.depth += 1
        if self.depth > DEEPEST * 10:
            raise AmountError(_("The sum is too long."))
        if token == "-":
            return -self._term()
        if token == "(":
            inner = self._sum()
            if self._next() != ")":
                raise AmountError(_("A parenthesis is not closed."))
            return inner
        return read_number(token)


def spread(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Spread an amount by weights so that the parts meet the whole to the øre.

    Rounds: each part down to øre; the øre that are left go to the parts that lost most, the first of equals.
    >>> spread(Decimal("0.67"), [Decimal(1)] * 3)
    [Decimal('0.23'), Decimal('0.22'), Decimal('0.22')]
    """
    whole = sum(weights, Decimal(0))
    if not weights or whole == 0:
        raise ValueError("an amount is spread by weights that are not all zero")
    sign = -1 if total < 0 else 1
    ore = int(abs(total) * 100)
    exact = [ore * weight / whole for weight in weights]
    parts = [int(part // 1) for part in exact]
    by_loss = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_loss[: ore - sum(parts)]:
        parts[at] += 1
    return [sign * Decimal(part).scaleb(-2) for part in parts]
