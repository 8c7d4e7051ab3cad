"""What is wrong with a document, worded for the person who has to do something about it."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Severity = Literal["fatal", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a document (merknad).

    `rule` is the official rule, "XSD" for the schema, or "REGNA-..." for a check of our own. `location` is a path
    of element names, "/Invoice/InvoiceLine[2]/Price"; `line` is the line in the file, 0 where unknown.
    `text` and `values` stay apart so that `message` can be shown in the reader's language.
    """

    rule: str
    severity: Severity
    location: str
    text: str | Promise
    values: tuple[tuple[str, str], ...] = ()
    line: int = 0

    @property
    def message(self) -> str:
        """The remark in the active language."""
        return str(self.text) % dict(self.values) if self.values else str(self.text)


def warning(rule: str, location: str, text: str | Promise, **values: str) -> Finding:
    """Return a finding of our own, which never makes a document invalid."""
    return Finding(f"REGNA-{rule}", "warning", location, text, tuple(values.items()))


def fatal(
    rule: str, location: str, text: str | Promise, *, line: int = 0, **values: str
) -> Finding:
    """Return a finding that makes a document invalid."""
    return Finding(rule, "fatal", location, text, tuple(values.items()), line)
