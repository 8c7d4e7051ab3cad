"""Plain words for what libxml2 says about a breach of the schema."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.findings import Finding, fatal
from integrations.ehf.names import local_name
from integrations.ehf.nodes import location_of, shortened, text_of

NAMESPACE = re.compile(r"\{[^}]*\}")
EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
ATTRIBUTE = re.compile(r"attribute '([^']*)'", re.IGNORECASE)
STEP = re.compile(r"([^\[\]]+)(?:\[([0-9]+)\])?")


def finding_of(
    error: Any,
    root: etree._Element,
    originals: Mapping[etree._Element, etree._Element] | None = None,
) -> Finding:
    """Return a finding for a breach; `originals` tells which elements those below `root` are copies of."""
    element = element_at(root, error.path or "")
    text, values = plain_words(error, element)
    original: Any = (originals or {}).get(element, element)
    return fatal("XSD", location_of(original), text, line=original.sourceline or 0, **values)


def unplaced_finding(error: etree.XMLSyntaxError) -> Finding:
    """Return a finding for a breach far into a large document."""
    detail = shortened(NAMESPACE.sub("", str(error.msg)).partition(", line ")[0], 200)
    return fatal("XSD", "/", _("The document breaks the schema: %(detail)s"), detail=detail)


def is_missing_child(
    error: Any, root: etree._Element, elements: AbstractSet[etree._Element]
) -> bool:
    """Tell whether the breach is that one of the elements lacks something."""
    return "Missing child" in error.message and element_at(root, error.path or "") in elements


def plain_words(error: Any, element: etree._Element) -> tuple[Promise, dict[str, str]]:
    """Return a schema error in the reader's own words."""
    codes = etree.ErrorTypes
    detail = NAMESPACE.sub("", error.message)
    expected = EXPECTED.search(detail)
    attribute = ATTRIBUTE.search(detail)
    values = {"element": shortened(local_name(str(element.tag)))}
    if error.type == codes.SCHEMAV_ELEMENT_CONTENT and expected:
        values["expected"] = shortened(expected[1], 200)
        if "Missing child" in detail:
            return _("%(element)s lacks one of: %(expected)s."), values
        return _("%(element)s is not expected here. Expected: %(expected)s."), values
    if error.type == codes.SCHEMAV_CVC_COMPLEX_TYPE_4 and attribute:
        values["attribute"] = shortened(attribute[1])
        return _("%(element)s lacks the attribute %(attribute)s."), values
    if error.type == codes.SCHEMAV_CVC_DATATYPE_VALID_1_2_1 and not attribute:
        values["value"] = shortened(text_of(element))
        return _("“%(value)s” is not a valid value of %(element)s."), values
    values["detail"] = shortened(detail.partition(": ")[2] or detail, 200)
    return _("%(element)s breaks the schema: %(detail)s"), values


def element_at(root: etree._Element, path: str) -> etree._Element:
    """Return the element at libxml2's path, such as /*/cac:TaxTotal[2]/*[1]; as far as it leads.

    A "*" stands for an element without prefix, and counts all its siblings.
    """
    here = root
    for step in path.split("/")[2:]:
        match = STEP.fullmatch(step)
        if match is None:
            return here
        name, number = match[1], int(match[2] or 1)
        children = [child for child in here if name in ("*", prefixed_name(child))]
        if len(children) < number:
            return here
        here = children[number - 1]
    return here


def prefixed_name(element: etree._Element) -> str:
    name = local_name(str(element.tag))
    return f"{element.prefix}:{name}" if element.prefix else name
