"""Numbers with check digits: organisation number, bank account, KID, IBAN.

Source: worked examples in the accounting reference; KID by the banks' MOD10 and MOD11.
"""

import re

from django.utils.translation import gettext as _


class IdentifierError(ValueError):
    """A number that cannot be right."""


def mod11_digit(digits: str, weights: tuple[int, ...]) -> str:
    """Return the MOD11 check digit of digits under weights; "-" where there is none."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return "0" if rest == 0 else "-" if rest == 1 else str(11 - rest)


def is_orgnr(text: str) -> bool:
    """Tell whether nine digits are an organisation number (organisasjonsnummer).

    >>> is_orgnr("923609016"), is_orgnr("913238254")
    (True, False)
    """
    return (
        bool(re.fullmatch(r"[89][0-9]{8}", text))
        and mod11_digit(text[:8], (3, 2, 7, 6, 5, 4, 3, 2)) == text[8]
    )


def normalise_orgnr(text: str) -> str:
    """Return the nine digits of "NO 923 609 016 MVA". Raises: IdentifierError."""
    bare = re.sub(r"[\s.]", "", text).upper().removeprefix("NO").removesuffix("MVA")
    if not is_orgnr(bare):
        raise IdentifierError(_("This is not a valid organisation number."))
    return bare


def format_orgnr(text: str) -> str:
    """Write nine digits as 312 418 088; anything else as it is."""
    return f"{text[:3]} {text[3:6]} {text[6:]}" if re.fullmatch(r"[0-9]{9}", text) else text


def is_bank_account(text: str) -> bool:
    """Tell whether eleven digits are a Norwegian bank account (kontonummer).

    >>> is_bank_account("86011117947"), is_bank_account("11111111234")
    (True, False)
    """
    return (
        bool(re.fullmatch(r"[0-9]{11}", text))
        and mod11_digit(text[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) == text[10]
    )


def normalise_bank_account(text: str) -> str:
    """Return eleven digits, or an IBAN without spaces. Raises: IdentifierError."""
    bare = re.sub(r"[\s.]", "", text).upper()
    if is_bank_account(bare) or is_iban(bare):
        return bare
    raise IdentifierError(_("This is not a valid bank account number."))


def format_bank_account(text: str) -> str:
    """Write eleven digits as 1503.88.19043; anything else as it is."""
    return f"{text[:4]}.{text[4:6]}.{text[6:]}" if re.fullmatch(r"[0-9]{11}", text) else text


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN (ISO 13616): two letters, check digits, remainder 1 by 97.

    >>> is_iban("NO9386011117947")
    True
    """
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def kid_mod10(base: str) -> str:
    """Return the MOD10 (Luhn) check digit of a KID.

    >>> kid_mod10("60224"), kid_mod10("20260001234")
    ('3', '0')
    """
    doubled = (int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(base)))
    return str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)


def kid_mod11(base: str) -> str:
    """Return the MOD11 check digit of a KID, "-" included.

    >>> kid_mod11("12345678"), kid_mod11("100008")
    ('5', '-')
    """
    weights = tuple(2 + (len(base) - 1 - at) % 6 for at in range(len(base)))
    return mod11_digit(base, weights)


def is_kid(text: str) -> bool:
    """Tell whether a text is a KID: 2 to 25 signs, the last a check digit by MOD10 or MOD11."""
    if not re.fullmatch(r"[0-9]{1,24}[0-9-]", text):
        return False
    return text[-1] in {kid_mod10(text[:-1]), kid_mod11(text[:-1])}
