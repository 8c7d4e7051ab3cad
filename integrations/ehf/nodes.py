"""Reading values out of UBL elements: by namespace and local name, never by prefix.

What can't be read as what it should be gives "nothing" and a finding; reading goes on.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.findings import Finding, warning
from integrations.ehf.names import CAC, CBC, ENVELOPE, local_name

MAX_FINDINGS = 50  # Of one sort; nobody reads more, and a hostile document could make millions.
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
MAX_DIGITS = 16  # Before the point: what the books can hold.
MAX_NUMBER = 60  # Characters in all; prices may have any number of decimals.


class Node:
    """One element that holds others, or the lack of it: then every value is missing."""

    __slots__ = ("element", "findings")

    def __init__(self, element: etree._Element | None, findings: list[Finding]) -> None:
        self.element = element
        self.findings = findings

    def __bool__(self) -> bool:
        return self.element is not None

    def nodes(self, name: str) -> Iterator["Node"]:
        """Return the elements of a name."""
        for child in children(self.element, f"{{{CAC}}}{name}"):
            yield Node(child, self.findings)

    def node(self, path: str) -> "Node":
        """Return the first element at a path of names, "Party/PostalAddress"."""
        node = self
        for name in path.split("/"):
            node = next(node.nodes(name), MISSING)
        return node

    def leaf(self, path: str) -> etree._Element | None:
        """Return the first element that holds a value at a path of names, "TaxScheme/ID"."""
        parents, _slash, name = path.rpartition("/")
        node = self.node(parents) if parents else self
        return next(children(node.element, f"{{{CBC}}}{name}"), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a name, without those that are empty."""
        leaves = children(self.element, f"{{{CBC}}}{name}")
        return tuple(text for leaf in leaves if (text := text_of(leaf)))

    def text(self, path: str) -> str:
        """Return a text without the blanks around it."""
        leaf = self.leaf(path)
        return "" if leaf is None else text_of(leaf)

    def attribute(self, path: str, name: str) -> str:
        """Return an attribute of a value."""
        leaf = self.leaf(path)
        return "" if leaf is None else str(leaf.get(name, "")).strip()

    def number(self, path: str) -> Decimal | None:
        """Return a number with the digits the document gives it."""
        text = self.text(path)
        if not text:
            return None
        digits = text.partition(".")[0].lstrip("+-0")
        if NUMBER.fullmatch(text) and len(digits) <= MAX_DIGITS and len(text) <= MAX_NUMBER:
            return Decimal(text)
        self._tell(path, _("“%(value)s” can't be read as a number."))
        return None

    def date(self, path: str) -> date | None:
        """Return a date; a time zone behind it is left out."""
        text = self.text(path)
        if not text:
            return None
        match = DATE.fullmatch(text)
        try:
            return date.fromisoformat(match[1] if match else "")
        except ValueError:
            self._tell(path, _("“%(value)s” can't be read as a date."))
            return None

    def flag(self, path: str) -> bool | None:
        """Return a yes or no."""
        text = self.text(path)
        if text in ("true", "1"):
            return True
        if text in ("false", "0"):
            return False
        self._tell(path, _("“%(value)s” is neither true nor false."))
        return None

    def _tell(self, path: str, text: Promise) -> None:
        leaf = self.leaf(path)
        if leaf is not None and len(self.findings) < MAX_FINDINGS:
            self.findings.append(
                warning("VALUE", location_of(leaf), text, value=shortened(text_of(leaf)))
            )


MISSING = Node(None, [])


def children(element: etree._Element | None, tag: str) -> Iterator[etree._Element]:
    """Return the children of a name one by one: a list of all would be dear in a hostile document."""
    return iter(()) if element is None else element.iterchildren(tag)


def text_of(leaf: etree._Element) -> str:
    return (leaf.text or "").strip()


def shortened(text: str, length: int = 60) -> str:
    """Return a text that fits into a message."""
    return text if len(text) <= length else f"{text[:length]}…"


def location_of(element: etree._Element) -> str:
    """Return where an element stands in its document: "/Invoice/InvoiceLine[2]/Price/PriceAmount"."""
    steps: list[str] = []
    here: etree._Element | None = element
    while here is not None and here.tag != ENVELOPE:
        steps.append(shortened(local_name(str(here.tag))) + position_of(here))
        here = here.getparent()
    return "/" + "/".join(reversed(steps))


def position_of(element: etree._Element) -> str:
    """Return the place of an element among those of its name, "" for the only one."""
    parent = element.getparent()
    if parent is None or parent.tag == ENVELOPE:
        return ""
    before = sum(1 for _sibling in element.itersiblings(element.tag, preceding=True))
    is_first_of_many = next(element.itersiblings(element.tag), None) is not None
    return f"[{before + 1}]" if before or is_first_of_many else ""
