"""Reading a company's logo."""

from erp.companies.models import Company
from erp.files.models import StoredFile
from erp.files.queries import files_of


def logo_of(company: Company) -> StoredFile | None:
    """Return the file of a company's logo, or None when it has none."""
    if not company.logo_sha256:
        return None
    return files_of(company).filter(sha256=company.logo_sha256).order_by("pk").first()
