"""How a document is proposed to be coded, and why."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounting.ledger.master import master_of
from accounting.party_defaults.actions import default_values_of, defaults_of
from accounting.party_defaults.models import PartyDefaults
from accounting.vat.registration import may_use
from erp.companies.models import Company
from inbox.models import CodingLine, Document
from inbox.queries.vat_of_lines import deducting_codes
from inbox.rules import ProposedLine, propose_lines, vat_day_of
from integrations.ehf.documents import Invoice


def propose_coding(company: Company, document: Document, invoice: Invoice) -> list[CodingLine]:
    """Return lines to code, one for each VAT group, with the supplier's defaults where it has some.

    A company that is not registered for VAT deducts none: what the document states is a part of the cost.
    """
    defaults = defaults_of(company, document.supplier)
    account = defaults.account.number if defaults and defaults.account else ""
    values = default_values_of(company, document.supplier)
    reason = _("From the supplier's defaults") if account else ""
    day = vat_day_of(invoice, document.issue_date or timezone.localdate())
    codes = deducting_codes(master_of(company), day) if company.vat_registered else {}
    return [
        CodingLine(
            company=company,
            document=document,
            line=number,
            account=account,
            text=line.text,
            net=line.net,
            vat=line.vat,
            vat_code=proposed_code(company, line, defaults),
            department=defaults.department.code if defaults and defaults.department else "",
            project=defaults.project.code if defaults and defaults.project else "",
            dimensions={value.dimension.code: value.code for value in values},
            reason=reason,
        )
        for number, line in enumerate(propose_lines(invoice, codes))
    ]


def proposed_code(company: Company, line: ProposedLine, defaults: PartyDefaults | None) -> str:
    """Return the default VAT code where the document states no VAT, else what the document's group says."""
    default = defaults.vat_code if defaults else None
    if default and may_use(company, default) and not line.vat and line.vat_code == "0":
        return default.code
    return line.vat_code
