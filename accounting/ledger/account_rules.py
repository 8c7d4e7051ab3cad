"""What an account may be: facts on plain data and all that is wrong with them. Pure: no database.

The page and the import judge by the same rules; PostgreSQL holds number and sub-ledger of what has entries.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounting.ledger.standard import grouping_problems
from erp.errors import Problem

NUMBER = re.compile(r"[1-8][0-9]{2,19}")
LONGEST_NAME = 200
BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
PARTY_ROLES = ("customer", "supplier", "employee", "group")


@dataclass(frozen=True)
class AccountFacts:
    """All that the chart (kontoplan) says of an account, as plain data; a VAT code by its code."""

    number: str
    name: str
    grouping_category: str = ""
    grouping_code: str = ""
    vat_code: str = ""
    party_role: str = ""
    is_vat_account: bool = False
    requires_vat_code: bool = False
    is_locked: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class CodeFacts:
    """What an account needs to know of a VAT code."""

    kind: str
    is_active: bool = True


@dataclass(frozen=True)
class AccountUse:
    """An account as it stands: its facts, whether it has entries, and the VAT codes that post to it."""

    facts: AccountFacts
    has_entries: bool = False
    vat_codes: tuple[str, ...] = ()


def account_problems(
    facts: AccountFacts, codes: Mapping[str, CodeFacts], use: AccountUse | None = None
) -> list[Problem]:
    """Return all that is wrong with an account, each at its field; `use` is what it was before."""
    return [
        *number_and_name_problems(facts),
        *grouping_problems(facts.grouping_category, facts.grouping_code),
        *vat_problems(facts, codes, use),
        *role_problems(facts),
        *(use_problems(facts, use) if use else ()),
    ]


def number_and_name_problems(facts: AccountFacts) -> Iterator[Problem]:
    """Yield what is wrong with number and name."""
    if not NUMBER.fullmatch(facts.number):
        message = _("An account number is at least three digits and begins with 1 to 8.")
        yield Problem(message, "number")
    yield from naming_problems(facts.name, LONGEST_NAME)


def vat_problems(
    facts: AccountFacts, codes: Mapping[str, CodeFacts], use: AccountUse | None
) -> Iterator[Problem]:
    """Yield what is wrong with the default VAT code, and with asking for one."""
    takes_none = bool(facts.party_role or facts.is_vat_account)
    code = codes.get(facts.vat_code)
    is_new = use is None or use.facts.vat_code != facts.vat_code
    if facts.vat_code and code is None:
        message = _("VAT code %(code)s does not exist.")
        yield Problem(message % {"code": facts.vat_code}, "vat_code")
    elif code and not code.is_active and is_new:
        yield Problem(_("%(code)s is no longer in use.") % {"code": facts.vat_code}, "vat_code")
    elif code and takes_none and code.kind != "none":
        message = _("Account %(number)s takes no VAT code.")
        yield Problem(message % {"number": facts.number}, "vat_code")
    if facts.requires_vat_code and takes_none:
        message = _("Account %(number)s takes no VAT code.")
        yield Problem(message % {"number": facts.number}, "requires_vat_code")


def role_problems(facts: AccountFacts) -> Iterator[Problem]:
    """Yield what is wrong with the sub-ledger."""
    if facts.party_role and facts.party_role not in PARTY_ROLES:
        message = _("%(role)s is not a sub-ledger.") % {"role": facts.party_role}
        yield Problem(message, "party_role")
    if facts.party_role and facts.is_vat_account:
        yield Problem(_("A VAT account has no sub-ledger."), "party_role")


def use_problems(facts: AccountFacts, use: AccountUse) -> Iterator[Problem]:
    """Yield what the entries of an account and the VAT codes that post to it do not allow."""
    before = use.facts
    if use.has_entries and facts.number != before.number:
        yield Problem(_("The account has entries, so its number stays."), "number")
    if use.has_entries and facts.party_role != before.party_role:
        yield Problem(_("The account has entries, so its sub-ledger stays."), "party_role")
    if before.is_vat_account and not facts.is_vat_account:
        if use.vat_codes:
            message = _("VAT code %(code)s posts to this account.") % {"code": use.vat_codes[0]}
            yield Problem(message, "is_vat_account")
        elif use.has_entries:
            message = _("The account has entries, so it stays a VAT account.")
            yield Problem(message, "is_vat_account")
    if use.vat_codes and before.is_active and not facts.is_active:
        message = _("VAT code %(code)s posts to this account.") % {"code": use.vat_codes[0]}
        yield Problem(message, "is_active")


def naming_problems(name: str, longest: int) -> Iterator[Problem]:
    """Yield what is wrong with the name of an account, a dimension, a value or a voucher type."""
    if not name.strip():
        yield Problem(_("Give the name."), "name")
    elif len(name) > longest or BREAKS.search(name):
        message = _("A name is one line of at most %(count)s characters.")
        yield Problem(message % {"count": longest}, "name")
