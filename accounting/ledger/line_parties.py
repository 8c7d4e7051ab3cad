"""What is wrong with the party of a draft line: pure on the rows it is given."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Account, PartyRole
from crm.models import Party


def party_faults(
    line: DraftLine, account: Account | None, party: Party | None, *, by_hand: bool
) -> Iterator[str]:
    """Yield all that is wrong with a line's party, which is None when it says none or one that is not there.

    A party that is out of use (inaktiv) is not chosen by hand; machines still post what it pays and is paid.
    """
    if line.party is not None and party is None:
        yield _("This party does not exist.")
    if party and by_hand and not party.is_active:
        yield _("%(party)s is no longer in use.") % {"party": party.name}
    if account is None or not account.party_role:
        return
    if line.party is None:
        yield _("Account %(number)s needs a party.") % {"number": account.number}
    if party and not plays(party, account.party_role):
        role = PartyRole(account.party_role).label
        message = _("%(party)s is not in the sub-ledger %(role)s.")
        yield message % {"party": party, "role": role}


def plays(party: Party, role: str) -> bool:
    """Tell whether a party belongs to a sub-ledger."""
    return {
        PartyRole.CUSTOMER.value: party.customer_number is not None,
        PartyRole.SUPPLIER.value: party.supplier_number is not None,
        PartyRole.EMPLOYEE.value: party.employee_number is not None,
        PartyRole.GROUP.value: party.is_group_company,
    }[role]
