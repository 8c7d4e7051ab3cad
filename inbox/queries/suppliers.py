"""Which of our suppliers a document is from."""

from crm.models import Party
from erp.companies.models import Company
from integrations.ehf.documents import Invoice


def find_supplier(company: Company, invoice: Invoice) -> Party | None:
    """Return the supplier by organisation number, else None: a person decides, or posting makes it."""
    if not invoice.supplier.orgnr:
        return None
    return Party.objects.for_company(company).filter(orgnr=invoice.supplier.orgnr).first()
