"""The door for reading: a document's bytes in, what it says and what is wrong with it out."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.checks import check_invoice
from integrations.ehf.documents import Invoice
from integrations.ehf.findings import Finding, fatal
from integrations.ehf.names import ROOTS, local_name
from integrations.ehf.nodes import Node, shortened
from integrations.ehf.parsing import Unreadable, parse_document, payload_of
from integrations.ehf.reading import read_invoice
from integrations.ehf.schema import check_schema


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came out of a document. `valid` is judged by the official layers only, never by our own checks."""

    kind: Literal["invoice", "credit_note", "other"]
    profile: str
    invoice: Invoice | None
    findings: tuple[Finding, ...]
    valid: bool


def read_document(data: bytes) -> ReadResult:
    """Read an EHF document (EHF-dokument), whoever it is from and whatever state it is in.

    Never raises on account of the bytes: what can't be read has no `invoice` and a fatal finding that says why.
    What breaks the schema is read as far as it goes. Nothing is fetched, nothing is written.
    """
    try:
        root = payload_of(parse_document(data))
    except Unreadable as refusal:
        return ReadResult("other", "", None, (refusal.finding,), valid=False)
    if root.tag not in ROOTS:
        return other_document(root)
    kind = ROOTS[str(root.tag)]
    official = check_schema(root, kind)
    invoice, unreadable = read_invoice(root, kind)
    return ReadResult(
        kind=kind,
        profile=invoice.profile,
        invoice=invoice,
        findings=official + unreadable + check_invoice(invoice),
        valid=not any(finding.severity == "fatal" for finding in official),
    )


def other_document(root: etree._Element) -> ReadResult:
    name = shortened(local_name(str(root.tag)))
    finding = fatal(
        "REGNA-OTHER",
        f"/{name}",
        _("The file is XML, but neither an invoice nor a credit note in EHF: it is “%(name)s”."),
        name=name,
    )
    return ReadResult("other", Node(root, []).text("ProfileID"), None, (finding,), valid=False)
