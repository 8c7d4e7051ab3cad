"""What somebody tells of a party, and what can be wrong with it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crm.models import Party, PartyKind
from crm.rules import is_norwegian_postal_code, is_phone, website_url
from erp.errors import BusinessError, Problem
from erp.identifiers import is_orgnr

# Role, field of its number, first number of its series.
NUMBERED = {
    "customer": ("customer_number", 10001),
    "supplier": ("supplier_number", 20001),
    "employee": ("employee_number", 1),
}
ROLES = frozenset({*NUMBERED, "group"})
LONGEST = {"email": 254, "phone": 30, "website": 200, "orgnr": 20}


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
class AddressFacts:
    """An address (adresse) as it is told."""

    lines: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "NO"

    @property
    def is_empty(self) -> bool:
        """Whether it leads nowhere: a country alone is no address."""
        return not (self.lines.strip() or self.postal_code.strip() or self.city.strip())

    def columns(self) -> dict[str, str]:
        """Return the columns of the address's row."""
        return {
            "lines": self.lines.strip()[:300],
            "postal_code": self.postal_code.strip()[:12],
            "city": self.city.strip()[:100],
            "country": self.country or "NO",
        }


@dataclass(frozen=True)
class PartyFacts:
    """What somebody tells of a party; its business address is one of them, a postal address may be."""

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
    postal_address: AddressFacts | None = None

    @property
    def business_address(self) -> AddressFacts:
        """The business address (forretningsadresse)."""
        return AddressFacts(self.street, self.postal_code, self.city, self.country)

    def columns(self) -> dict[str, object]:
        """Return the columns of the party's own row."""
        names = "kind orgnr vat_registered country email phone website customer_terms_days supplier_terms_days note"
        return {"name": self.name.strip()[:200]} | {
            name: getattr(self, name) for name in names.split()
        }


def is_country(code: str) -> bool:
    """Tell whether a text has the form of a country code: two capital letters (ISO 3166-1 alpha-2)."""
    return len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()


def fact_problems(facts: PartyFacts) -> list[Problem]:
    """Return all that is wrong with what was told."""
    problems = []
    if not facts.name.strip():
        problems.append(Problem(_("Give the name."), "name"))
    if facts.orgnr and facts.country == "NO" and not is_orgnr(facts.orgnr):
        problems.append(Problem(_("This is not a valid organisation number."), "orgnr"))
    if not is_country(facts.country):
        problems.append(Problem(_("Write the country with two letters, such as NO."), "country"))
    problems += reach_problems(facts)
    if facts.roles - ROLES:
        problems.append(Problem(_("Unknown role."), "roles"))
    told = {problem.field for problem in problems}
    for name, most in LONGEST.items():
        if len(getattr(facts, name)) > most and name not in told:
            problems.append(Problem(_("This is too long."), name))
    return problems


def reach_problems(facts: PartyFacts) -> list[Problem]:
    """Return what is wrong with the ways to reach a party: addresses, telephone, website."""
    problems = postal_code_problems(facts.business_address, "postal_code")
    if facts.postal_address:
        problems += postal_code_problems(facts.postal_address, "postal_postal_code")
    problems += phone_problems(facts.phone)
    if facts.website and not website_url(facts.website):
        message = _(
            "Write a web address such as www.eksempel.no, or one that begins with https://."
        )
        problems.append(Problem(message, "website"))
    return problems


def postal_code_problems(address: AddressFacts, field: str) -> list[Problem]:
    """Return what is wrong with the postal code of an address: a Norwegian one has four digits."""
    code = address.postal_code.strip()
    if not code or address.country != "NO" or is_norwegian_postal_code(code):
        return []
    return [Problem(_("A Norwegian postal code has four digits."), field)]


def phone_problems(phone: str) -> list[Problem]:
    """Return what is wrong with a telephone number."""
    if not phone or is_phone(phone):
        return []
    return [Problem(_("Write a telephone number with digits, such as 55 10 20 30."), "phone")]
