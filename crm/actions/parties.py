"""Making and changing parties (kunder, leverandører, ansatte)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from crm.models import AddressKind, Party, PartyAddress, PartyKind
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.companies.numbering import take_number
from erp.errors import BusinessError, Problem
from erp.identifiers import is_orgnr

# Role, field of its number, first number of its series.
NUMBERED = {
    "customer": ("customer_number", 10001),
    "supplier": ("supplier_number", 20001),
    "employee": ("employee_number", 1),
}
ROLES = frozenset({*NUMBERED, "group"})


class PartyRefused(BusinessError):
    """A party cannot be kept as given; carries all problems."""

    code = "party_refused"


class PartyExists(PartyRefused):
    """A party with this organisation number is there already; `party` is the one."""

    code = "party_exists"

    def __init__(self, party: Party) -> None:
        self.party = party
        message = _("%(name)s has this organisation number already.") % {"name": party.name}
        super().__init__(Problem(message, "orgnr"))


@dataclass(frozen=True)
class PartyFacts:
    """What somebody tells of a party; its business address is one of them."""

    name: str
    kind: str = PartyKind.ORGANISATION
    orgnr: str = ""
    vat_registered: bool | None = None
    country: str = "NO"
    email: str = ""
    phone: str = ""
    website: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    customer_terms_days: int = 14
    supplier_terms_days: int = 30
    note: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)


def fact_problems(facts: PartyFacts) -> list[Problem]:
    """Return all that is wrong with what was told."""
    problems = []
    if not facts.name.strip():
        problems.append(Problem(_("Give the name."), "name"))
    if facts.orgnr and facts.country == "NO" and not is_orgnr(facts.orgnr):
        problems.append(Problem(_("This is not a valid organisation number."), "orgnr"))
    if facts.roles - ROLES:
        problems.append(Problem(_("Unknown role."), "roles"))
    return problems


@transaction.atomic
def create_party(
    *, company: Company, by: Actor, facts: PartyFacts, permission: str = "party.edit"
) -> Party:
    """Make a party (kunde, leverandør ...) with a number of its own for each role it has.

    Permission: party.edit, or the one that the action above has itself checked.
    Raises: PartyRefused with all problems; PartyExists, which carries the party that is there.
    """
    require_permission(by, company, permission)
    if problems := fact_problems(facts):
        raise PartyRefused(*problems)
    refuse_same_orgnr(company, facts.orgnr, except_for=None)
    party = Party(company=company, **values_of(facts))
    for role in sorted(facts.roles):
        number_role(company, party, role)
    party.save(force_insert=True)
    set_business_address(company, party, facts)
    return party


@transaction.atomic
def update_party(
    *, company: Company, by: Actor, party: Party, facts: PartyFacts, is_active: bool = True
) -> Party:
    """Change what is known of a party; a role once given keeps its number. Permission: party.edit.

    Raises: as `create_party`.
    """
    require_permission(by, company, "party.edit")
    assert party.company_id == company.pk
    if problems := fact_problems(facts):
        raise PartyRefused(*problems)
    refuse_same_orgnr(company, facts.orgnr, except_for=party)
    row = Party.objects.for_company(company).select_for_update().get(pk=party.pk)
    for name, value in values_of(facts).items():
        setattr(row, name, value)
    row.is_active = is_active
    for role in sorted(facts.roles):
        number_role(company, row, role)
    row.save()
    set_business_address(company, row, facts)
    return row


@transaction.atomic
def give_role(
    *, company: Company, by: Actor, party: Party, role: str, permission: str = "party.edit"
) -> Party:
    """Make a party customer, supplier or employee too (gi rolle). Permission: party.edit. Repeats: safe."""
    require_permission(by, company, permission)
    row = Party.objects.for_company(company).select_for_update().get(pk=party.pk)
    number_role(company, row, role)
    row.save()
    return row


def values_of(facts: PartyFacts) -> dict[str, object]:
    """Return the columns of the party's own row."""
    names = "kind orgnr vat_registered country email phone website customer_terms_days supplier_terms_days note"
    return {"name": facts.name.strip()[:200]} | {
        name: getattr(facts, name) for name in names.split()
    }


def number_role(company: Company, party: Party, role: str) -> None:
    """Give a party the next number of a role's series, unless it has one."""
    if role == "group":
        party.is_group_company = True
        return
    name, first = NUMBERED[role]
    if getattr(party, name) is None:
        setattr(party, name, take_number(company=company, key=role, first=first))


def refuse_same_orgnr(company: Company, orgnr: str, *, except_for: Party | None) -> None:
    """Raise PartyExists when another party has the organisation number."""
    if not orgnr:
        return
    others = Party.objects.for_company(company).filter(orgnr=orgnr)
    other = others.exclude(pk=except_for.pk).first() if except_for else others.first()
    if other:
        raise PartyExists(other)


def set_business_address(company: Company, party: Party, facts: PartyFacts) -> None:
    """Keep the business address (forretningsadresse); none is made of nothing."""
    if not (facts.street or facts.postal_code or facts.city):
        return
    PartyAddress.objects.update_or_create(
        company=company,
        party=party,
        kind=AddressKind.BUSINESS,
        defaults={
            "lines": facts.street[:300],
            "postal_code": facts.postal_code[:12],
            "city": facts.city[:100],
            "country": facts.country or "NO",
        },
    )
