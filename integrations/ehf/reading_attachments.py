"""Reading what is enclosed: files in base64, links that are never followed, and documents that are only named."""

import binascii
import hashlib
import re

from django.utils.translation import gettext_lazy as _
from lxml import etree

from integrations.ehf.documents import Attachment, Identifier, SupportingDocument
from integrations.ehf.findings import warning
from integrations.ehf.names import INVOICED_OBJECT_CODE, PROJECT_CODE, Kind
from integrations.ehf.nodes import MAX_FINDINGS, Node, location_of, text_of
from integrations.ehf.reading_parties import read_identifier

NO_PART_OF_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MAX_NAME = 150


def read_attachments(node: Node) -> tuple[Attachment, ...]:
    """Return every enclosed file and every link. The decoded files are smaller than the document."""
    return tuple(
        read_attachment(reference)
        for reference in node.nodes("AdditionalDocumentReference")
        if reference.node("Attachment")
    )


def read_attachment(reference: Node) -> Attachment:
    """Return what is enclosed, or what is said of something that lies elsewhere."""
    attachment = reference.node("Attachment")
    content = read_content(attachment)
    file_name = attachment.attribute("EmbeddedDocumentBinaryObject", "filename")
    reference_id = reference.text("ID")
    return Attachment(
        id=reference_id,
        name=safe_name(file_name) or safe_name(reference_id),
        description=reference.text("DocumentDescription"),
        mime=attachment.attribute("EmbeddedDocumentBinaryObject", "mimeCode"),
        size=None if content is None else len(content),
        sha256="" if content is None else hashlib.sha256(content).hexdigest(),
        content=content,
        uri=attachment.text("ExternalReference/URI"),
    )


def read_content(attachment: Node) -> bytes | None:
    leaf = attachment.leaf("EmbeddedDocumentBinaryObject")
    if leaf is None:
        return None
    try:
        return decode(leaf)
    except ValueError:
        if len(attachment.findings) < MAX_FINDINGS:
            attachment.findings.append(
                warning(
                    "ATTACHMENT",
                    location_of(leaf),
                    _("The enclosed file is damaged and can't be opened."),
                )
            )
        return None


def decode(leaf: etree._Element) -> bytes:
    """Return the bytes of a base64 text. Raises: ValueError."""
    encoded = text_of(leaf).encode("ascii").translate(None, b" \t\r\n")
    return binascii.a2b_base64(encoded, strict_mode=True) if encoded else b""


def safe_name(name: str) -> str:
    r"""Return a file name without folders and without characters that hide what it is.

    >>> safe_name("..\\..\\invoice.pdf"), safe_name("/etc/passwd")
    ('invoice.pdf', 'passwd')
    """
    bare = NO_PART_OF_A_NAME.sub("", name).replace("\\", "/").rpartition("/")[2].strip(" .")
    return bare[-MAX_NAME:]


def read_supporting_documents(node: Node, kind: Kind) -> tuple[SupportingDocument, ...]:
    """Return documents that are only named: neither enclosed, nor the project, nor the invoiced object."""
    other_uses = {INVOICED_OBJECT_CODE} | ({PROJECT_CODE} if kind == "credit_note" else set())
    return tuple(
        SupportingDocument(number, reference.text("DocumentDescription"))
        for reference in node.nodes("AdditionalDocumentReference")
        if not reference.node("Attachment")
        and reference.text("DocumentTypeCode") not in other_uses
        and (number := read_identifier(reference, "ID"))
    )


def read_reference_of_type(node: Node, code: str) -> Identifier | None:
    """Return the number of the first additional document of a type (UNTDID 1001)."""
    for reference in node.nodes("AdditionalDocumentReference"):
        if reference.text("DocumentTypeCode") == code:
            return read_identifier(reference, "ID")
    return None
