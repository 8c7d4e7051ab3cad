"""Writing UBL elements in the order in which they are told, leaving out what is empty."""

import re
from datetime import date
from decimal import Decimal

from lxml import etree

from erp.money import to_ore
from integrations.ehf.names import CAC, CBC

NOT_ALLOWED_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Branch:
    """An element under construction, in a document of one currency."""

    def __init__(self, element: etree._Element, currency: str) -> None:
        self.element = element
        self.currency = currency

    def branch(self, name: str) -> "Branch":
        """Add an element that holds others, and return it."""
        return Branch(etree.SubElement(self.element, f"{{{CAC}}}{name}"), self.currency)

    def value(self, name: str, value: str | date | Decimal | None, **attributes: str) -> None:
        """Add a value; nothing is added for None and for an empty text. A number keeps its digits."""
        text = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
        text = NOT_ALLOWED_IN_XML.sub("", text).strip()
        if text:
            child = etree.SubElement(self.element, f"{{{CBC}}}{name}")
            child.text = text
            for attribute, setting in attributes.items():
                if setting:
                    child.set(attribute, NOT_ALLOWED_IN_XML.sub("", setting))

    def amount(self, name: str, amount: Decimal | None, currency: str = "") -> None:
        """Add an amount with its currency. Rounds: half up to øre, for what has more decimals."""
        if amount is not None:
            self.value(name, to_ore(amount), currencyID=currency or self.currency)
