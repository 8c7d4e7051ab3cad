"""Decisions about parties on plain data."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

NEW_ACCOUNT_DAYS = 30
PHONE = re.compile(r"\+?[0-9 ()./\-]+")
FEWEST_DIGITS = 3
LABEL = re.compile(r"[\w-]{1,63}")


def is_new_account(since: date, ended_on: date | None, today: date) -> bool:
    """Tell whether a bank account is so new that whoever pays to it should look twice.

    >>> is_new_account(date(2026, 11, 1), None, date(2026, 11, 24))
    True
    >>> is_new_account(date(2026, 10, 1), None, date(2026, 11, 24))
    False
    """
    return ended_on is None and since > today - timedelta(days=NEW_ACCOUNT_DAYS)


def is_phone(text: str) -> bool:
    """Tell whether a text is a telephone number as people write them, Norwegian or not.

    >>> [is_phone(text) for text in ("55 10 20 30", "+47 (55) 10-20-30", "1881", "abc", "12", "+")]
    [True, True, True, False, False, False]
    """
    digits = sum(sign.isdigit() for sign in text)
    return bool(PHONE.fullmatch(text.replace("\u00a0", " "))) and digits >= FEWEST_DIGITS


def is_norwegian_postal_code(text: str) -> bool:
    """Tell whether a text is a Norwegian postal code: four digits.

    >>> is_norwegian_postal_code("0150"), is_norwegian_postal_code("99")
    (True, False)
    """
    return bool(re.fullmatch(r"[0-9]{4}", text))


def website_url(text: str) -> str:
    """Return the address that a website is reached at, or nothing when the text is none: http and https only.

    >>> website_url("www.regna.example/om"), website_url("http://blåbær.example")
    ('https://www.regna.example/om', 'http://blåbær.example')
    >>> website_url("javascript:alert(1)"), website_url("ftp://x.example"), website_url("ola@x.example")
    ('', '', '')
    """
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    labels = host.split(".")
    is_host = len(labels) > 1 and all(map(LABEL.fullmatch, labels))
    is_plain = not (parts.username or parts.password or re.search(r"[\s\\<>\"']", address))
    return address if parts.scheme in {"http", "https"} and is_host and is_plain else ""
