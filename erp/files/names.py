"""The name of a file (filnavn), made fit to be shown and saved. Pure."""

import re
import unicodedata

LONGEST = 200
# Control, invisible and direction-changing characters, lone surrogates, line and paragraph separators.
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    r"""Return the last part of a path without what could mislead; may be empty.

    >>> clean_name("C:\\fakepath\\faktura 12.pdf")
    'faktura 12.pdf'
    >>> clean_name("../../etc/passwd")
    'passwd'
    >>> clean_name("regning\u202efdp.exe")
    'regningfdp.exe'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(" " if c.isspace() else c for c in last if c.isspace() or is_harmless(c))
    return shortened(" ".join(kept.split()).strip(". "))


def is_harmless(character: str) -> bool:
    """Tell whether a character may stand in a name."""
    return unicodedata.category(character) not in HARMFUL


def shortened(name: str) -> str:
    """Return a name of at most LONGEST bytes, with its ending kept."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = LONGEST - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + dot + ending
