"""Finding the party behind a control account and a number."""

from accounting.ledger.models import Account, PartyRole
from accounting.ledger.queries.lookups import NUMBER_FIELDS
from crm.models import Party
from erp.companies.models import Company


def party_of_account(company: Company, account: str, number: int) -> Party | None:
    """Return the party with a number in the sub-ledger of a control account; None when there is none.

    Companies of the same group have no number of their own there: their customer or supplier number serves.
    """
    role = (
        Account.objects.for_company(company)
        .filter(number=account)
        .values_list("party_role", flat=True)
        .first()
    )
    if not role:
        return None
    parties = Party.objects.for_company(company)
    if role == PartyRole.GROUP:
        group = parties.filter(is_group_company=True)
        return (
            group.filter(customer_number=number).first()
            or group.filter(supplier_number=number).first()
        )
    return parties.filter(**{NUMBER_FIELDS[role]: number}).first()
