"""Bank accounts of parties (bankkonti): added with since when and from where, ended, never deleted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.facts import PartyRefused
from crm.models import BankAccountSource, Party, PartyBankAccount
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.dates import format_date
from erp.errors import Problem
from erp.identifiers import IdentifierError, normalise_bank_account


@transaction.atomic
def add_bank_account(
    *,
    company: Company,
    by: Actor,
    party: Party,
    account: str,
    since: date,
    bic: str = "",
    source: str = BankAccountSource.MANUAL,
    source_reference: str = "",
    permission: str = "party.bank",
) -> PartyBankAccount:
    """Add a bank account to a party. Permission: party.bank, or the one that the action above has checked.

    Repeats: an account that the party has stays as it was first told. Raises: PartyRefused.
    """
    require_permission(by, company, permission)
    assert party.company_id == company.pk
    try:
        number = normalise_bank_account(account)
    except IdentifierError as error:
        raise PartyRefused(Problem(str(error), "account")) from error
    row, _created = PartyBankAccount.objects.get_or_create(
        company=company,
        party=party,
        account=number,
        ended_on=None,
        defaults={
            "since": since,
            "bic": bic[:11],
            "source": source,
            "source_reference": source_reference[:100],
        },
    )
    return row


@transaction.atomic
def end_bank_account(
    *, company: Company, by: Actor, bank_account: PartyBankAccount, on: date, today: date
) -> PartyBankAccount:
    """End a party's bank account (avslutte konto); it is not paid to any more.

    Permission: party.bank. Repeats: the same date again changes nothing. Raises: PartyRefused.
    """
    require_permission(by, company, "party.bank")
    assert bank_account.company_id == company.pk
    rows = PartyBankAccount.objects.for_company(company).select_for_update()
    row = rows.get(pk=bank_account.pk)
    if row.ended_on == on:
        return row
    if row.ended_on:
        ended = _("The account has ended already, on %(date)s.")
        raise PartyRefused(Problem(ended % {"date": format_date(row.ended_on)}, "on"))
    if on < row.since:
        raise PartyRefused(Problem(_("The account cannot end before it began."), "on"))
    if on > today:
        raise PartyRefused(Problem(_("The account cannot end later than today."), "on"))
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    return row
