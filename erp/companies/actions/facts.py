"""What a company tells about itself, and the rules that it must keep."""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from erp.companies.held import reasons_of
from erp.companies.models import Company, VatTermKind
from erp.errors import BusinessError, Problem
from erp.identifiers import is_orgnr


class CompanyRefused(BusinessError):
    """A company cannot be made, or be changed, as was asked for."""

    code = "company_refused"


@dataclass(frozen=True)
class CompanyFacts:
    """What a company tells about itself and may change. `fiscal_year_start_month` is 1 for January."""

    name: str
    orgnr: str
    vat_registered: bool = False
    vat_term_kind: str = VatTermKind.TWO_MONTHLY
    fiscal_year_start_month: int = 1
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "NO"
    email: str = ""
    phone: str = ""
    colour: str = "a"


def problems_of(facts: CompanyFacts) -> list[Problem]:
    """Return all that is wrong with a company's facts."""
    checks = (
        ("name", facts.name.strip(), _("The company must have a name.")),
        ("orgnr", is_orgnr(facts.orgnr), _("The organisation number is not valid.")),
        (
            "country",
            is_country(facts.country),
            _("Write the country as two letters, such as NO for Norway."),
        ),
        (
            "postal_code",
            facts.country != "NO" or not facts.postal_code or is_postal_code(facts.postal_code),
            _("A Norwegian postal code has four digits."),
        ),
    )
    problems = [Problem(message, field) for field, well, message in checks if not well]
    return problems + problems_of_fields(facts, {problem.field for problem in problems})


def problems_of_fields(facts: CompanyFacts, known: set[str]) -> list[Problem]:
    """Return what the fields of the table would not take: length, choice, form; without those that are known."""
    others = {field.name for field in Company._meta.concrete_fields} - set(asdict(facts))
    try:
        Company(**asdict(facts)).clean_fields(exclude=others | known)
    except ValidationError as error:
        return [
            Problem(message, field)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def is_country(text: str) -> bool:
    """Tell whether a text could be a country of ISO 3166-1: two capital letters."""
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def is_postal_code(text: str) -> bool:
    """Tell whether a text could be a Norwegian postal code (postnummer)."""
    return len(text) == 4 and text.isascii() and text.isdecimal()


def write_facts(company: Company, facts: CompanyFacts) -> None:
    """Write a company's facts; the caller has the permission checked and the transaction open.

    What apps hold fast (`erp.companies.held`) must be as it was. Raises: CompanyRefused.
    """
    problems = problems_of(facts)
    problems += [
        Problem(reason, field)
        for field, reason in reasons_of(company).items()
        if getattr(facts, field) != getattr(company, field)
    ]
    if problems:
        raise CompanyRefused(*problems)
    for name, value in asdict(facts).items():
        setattr(company, name, value)
    company.save(update_fields=list(asdict(facts)))
