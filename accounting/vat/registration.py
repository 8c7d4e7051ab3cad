"""Which VAT codes a company may use: all when it is registered for VAT (merverdiavgiftsregistrert), else few."""

from accounting.vat.models import VatCode, VatKind
from erp.companies.models import Company

# Reverse charge without deduction that every business owes, registered or not: services from abroad, emission
# allowances and gold. Goods from abroad are not here, whose VAT the customs collect from the others.
OWED_BY_ALL = frozenset({"87", "89", "92"})


def may_use(company: Company, code: VatCode) -> bool:
    """Tell whether a company may post with a VAT code: without registration it neither charges nor deducts VAT.

    Source: merverdiavgiftsloven §§ 2-1, 3-30, 8-1, 11-1, 11-3.
    """
    if company.vat_registered or code.kind == VatKind.NONE:
        return True
    return code.kind == VatKind.REVERSE_NOT_DEDUCTED and code.standard_code in OWED_BY_ALL
