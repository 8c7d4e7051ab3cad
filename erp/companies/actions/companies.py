"""Companies are made here, outside any scope, by the operator or a sign-up that will come."""

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
