"""Companies are made here, outside any scope, by the operator or a sign-up that will come."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from erp.companies.models import RESERVED_SLUGS, Company
from erp.companies.scope import company_scope
from erp.errors import BusinessError, Problem
from erp.identifiers import is_orgnr


class CompanyRefused(BusinessError):
    """A company cannot be made from what was given."""

    code = "company_refused"


def create_company(*, slug: str, name: str, orgnr: str, **fields: Any) -> Company:
    """Make a company (selskap). Must not run inside a transaction: the new company's scope is set first.

    Who may: the operator (command line); there is no web page for it. Its books are set up by
    `accounting.ledger.actions.set_up_books`.
    Raises: CompanyRefused.
    """
    problems = []
    if slug in RESERVED_SLUGS:
        problems.append(Problem(_("This short name is reserved."), "slug"))
    if not is_orgnr(orgnr):
        problems.append(Problem(_("The organisation number is not valid."), "orgnr"))
    if problems:
        raise CompanyRefused(*problems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('companies_company', 'id'))")
        pk = int(cursor.fetchone()[0])
    # A row is read back as it is written, which row security allows only inside its own scope.
    with company_scope(pk), transaction.atomic():
        company = Company(pk=pk, slug=slug, name=name, orgnr=orgnr, **fields)
        company.full_clean(validate_unique=False, validate_constraints=False)
        company.save(force_insert=True)
    return company


@dataclass(frozen=True)
class CompanyFacts:
    """What a company tells about itself and may change."""

    name: str
    orgnr: str
    vat_registered: bool
    vat_term_kind: str
    address: str
    postal_code: str
    city: str
    country: str
    email: str
    phone: str
    colour: str


def write_facts(company: Company, facts: CompanyFacts) -> None:
    """Write a company's facts; the caller has the permission checked and the transaction open.

    Raises: CompanyRefused.
    """
    if not is_orgnr(facts.orgnr):
        raise CompanyRefused(Problem(_("The organisation number is not valid."), "orgnr"))
    for name, value in asdict(facts).items():
        setattr(company, name, value)
    company.save(update_fields=list(asdict(facts)))
