"""Setting a party's coding defaults."""

from collections.abc import Collection

from django.db import transaction

from accounting.ledger.models import Account, DimensionKind, DimensionValue
from accounting.party_defaults.models import PartyDefaults, PartyDefaultValue
from accounting.vat.models import VatCode
from crm.models import Party
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.db.versions import Versioned, refuse_overtaken


@retried_on_deadlock
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
    free_values: Collection[DimensionValue] = (),
    version: str = "",
) -> PartyDefaults:
    """Set how a party's documents are coded (konteringsforslag), with at most one value of each free dimension.

    Permission: party.edit. Repeats: safe. Raises: Overtaken when they are not of the `version` any more.
    """
    require_permission(by, company, "party.edit")
    for row in (party, account, vat_code, department, project, *free_values):
        assert row is None or row.company_id == company.pk
    Party.objects.for_company(company).select_for_update().get(pk=party.pk)
    refuse_overtaken(versioned_defaults(party), version)
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
    set_default_values(company, party, free_values)
    return defaults


def versioned_defaults(party: Party) -> list[Versioned]:
    """Return what the form of a party's coding defaults shows."""
    of = {"party_id": party.pk}
    return [Versioned(PartyDefaults, of), Versioned(PartyDefaultValue, of)]


def set_default_values(
    company: Company, party: Party, free_values: Collection[DimensionValue]
) -> None:
    """Let these be the values of free dimensions that a party's documents are coded with, and no others."""
    assert all(value.dimension.kind == DimensionKind.FREE for value in free_values)
    chosen = {value.dimension_id: value for value in free_values}
    rows = PartyDefaultValue.objects.for_company(company).filter(party=party)
    rows.exclude(dimension__in=chosen).delete()
    for dimension_id, value in chosen.items():
        PartyDefaultValue.objects.update_or_create(
            company=company,
            party=party,
            dimension_id=dimension_id,
            defaults={"value": value},
        )


def defaults_of(company: Company, party: Party | None) -> PartyDefaults | None:
    """Return a party's coding defaults, if it has any."""
    if party is None:
        return None
    rows = PartyDefaults.objects.for_company(company).filter(party=party)
    return rows.select_related("account", "vat_code", "department", "project").first()


def default_values_of(company: Company, party: Party | None) -> list[DimensionValue]:
    """Return the values of free dimensions that a party's documents are coded with; none of what is out of use."""
    if party is None:
        return []
    rows = PartyDefaultValue.objects.for_company(company).filter(
        party=party, value__is_active=True, dimension__is_active=True
    )
    return [row.value for row in rows.select_related("value__dimension").order_by("dimension")]
