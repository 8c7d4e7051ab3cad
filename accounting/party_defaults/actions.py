"""Setting a party's coding defaults."""

from django.db import transaction

from accounting.ledger.models import Account, DimensionValue
from accounting.party_defaults.models import PartyDefaults
from accounting.vat.models import VatCode
from crm.models import Party
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company


@transaction.atomic
def set_party_defaults(
    *,
    company: Company,
    by: Actor,
    party: Party,
    account: Account | None,
    vat_code: VatCode | None,
    department: DimensionValue | None = None,
    project: DimensionValue | None = None,
) -> PartyDefaults:
    """Set how a party's documents are coded (konteringsforslag). Permission: party.edit. Repeats: safe."""
    require_permission(by, company, "party.edit")
    for row in (party, account, vat_code, department, project):
        assert row is None or row.company_id == company.pk
    defaults, _created = PartyDefaults.objects.update_or_create(
        company=company,
        party=party,
        defaults={
            "account": account,
            "vat_code": vat_code,
            "department": department,
            "project": project,
        },
    )
    return defaults


def defaults_of(company: Company, party: Party | None) -> PartyDefaults | None:
    """Return a party's coding defaults, if it has any."""
    if party is None:
        return None
    rows = PartyDefaults.objects.for_company(company).filter(party=party)
    return rows.select_related("account", "vat_code", "department", "project").first()
