"""The supplier of a document: the one chosen, or the one it names, made when it is new."""

from crm.actions import SupplierFacts, find_or_create_supplier
from crm.models import Party
from erp.access.rights import Actor
from erp.companies.models import Company
from inbox.models import Document
from integrations.ehf.documents import Invoice


def supplier_of(
    company: Company, by: Actor, document: Document, invoice: Invoice | None, chosen: int | None
) -> Party:
    """Return the supplier that was chosen, else that of the document, which is made when it is new.

    Raises: what `crm.actions.find_or_create_supplier` raises.
    """
    if chosen is not None:
        return Party.objects.for_company(company).get(pk=chosen)
    assert invoice is not None, "a document that could not be read has a chosen supplier"
    party, _created, _how = find_or_create_supplier(
        company=company, by=by, facts=facts_of(invoice), source_reference=str(document)
    )
    return party


def facts_of(invoice: Invoice) -> SupplierFacts:
    """Return what a document tells of its supplier."""
    supplier, payment = invoice.supplier, invoice.payment
    address = supplier.address
    return SupplierFacts(
        name=supplier.name,
        orgnr=supplier.orgnr,
        vat_registered=supplier.vat_registered,
        street=", ".join(
            part for part in (address.street, address.additional_street, address.line) if part
        ),
        postal_code=address.postal_code,
        city=address.city,
        country=address.country or "NO",
        email=supplier.contact.email,
        phone=supplier.contact.phone,
        bank_account=payment.norwegian_account or payment.iban,
        bic=payment.bic,
    )
