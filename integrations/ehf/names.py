"""Names and codes that EHF Billing 3.0 is written with.

Source: Peppol BIS Billing 3.0 (May 2026), UBL 2.1.
"""

from typing import Literal

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
ENVELOPE = (
    "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}"
    "StandardBusinessDocument"
)

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

ORGNR_SCHEME = "0192"  # Enhetsregisteret, in the list of electronic address schemes (EAS).
GTIN_SCHEME = "0160"
INVOICED_OBJECT_CODE = "130"  # UNTDID 1001: a reference to a meter, a subscription and the like.
PROJECT_CODE = "50"  # UNTDID 1001: how a credit note, which has no ProjectReference, names one.

Kind = Literal["invoice", "credit_note"]
ROOTS: dict[str, Kind] = {
    f"{{{INVOICE}}}Invoice": "invoice",
    f"{{{CREDIT_NOTE}}}CreditNote": "credit_note",
}


def local_name(tag: str) -> str:
    """Return an element's name without its namespace.

    >>> local_name("{urn:x}Invoice")
    'Invoice'
    """
    return tag.rpartition("}")[2]
