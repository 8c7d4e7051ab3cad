"""`manage.py create_company SLUG ORGNR NAME --owner E-MAIL --owner-name NAME`: a company, its books and its owner."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import translation

from accounting.founding.actions import found_company
from erp.access.actions import create_user
from erp.access.letters import password_link
from erp.access.models import User
from erp.access.rights import SYSTEM
from erp.audit.context import acting
from erp.companies.actions import CompanyFacts
from erp.companies.models import VatTermKind
from erp.errors import BusinessError
from erp.identifiers import IdentifierError, normalise_orgnr


class Command(BaseCommand):
    """The owner gets a letter; the link in it is also printed, for whoever has no mail yet. Repeats: safe."""

    help = "Make a company with books and an owner, who gets a letter to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name, which stands in every address")
        parser.add_argument("orgnr", help="organisation number")
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, metavar="E-MAIL")
        parser.add_argument("--owner-name", required=True, metavar="NAME")
        parser.add_argument("--vat-registered", action="store_true")
        parser.add_argument(
            "--vat-term", choices=VatTermKind.values, default=VatTermKind.TWO_MONTHLY.value
        )
        parser.add_argument(
            "--fiscal-year-start", type=int, default=1, metavar="MONTH", help="1 to 12"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("nb"), acting(by=SYSTEM, address="create_company"):
            self.create(options)

    def create(self, options: dict[str, Any]) -> None:
        """Make what was asked for, and say where it is."""
        try:
            validate_email(options["owner"])
            facts = facts_of(options)
            owner = create_user(email=options["owner"], name=options["owner_name"])
            founded = found_company(by=SYSTEM, owner=owner, facts=facts, slug=options["slug"])
        except BusinessError as refusal:
            lines = (f"{problem.field}: {problem.message}" for problem in refusal.problems)
            raise CommandError("\n".join(lines)) from refusal
        except (IdentifierError, ValidationError) as fault:
            raise CommandError(str(getattr(fault, "message", fault))) from fault
        company = founded.company
        home = f"{settings.BASE_URL.rstrip('/')}/{company.slug}/"
        self.stdout.write(f"{company.name}: {home}" + ("" if founded.is_new else " (was here)"))
        self.stdout.write(way_in(owner))


def facts_of(options: dict[str, Any]) -> CompanyFacts:
    """Return the company that the command line tells of. Raises: IdentifierError."""
    return CompanyFacts(
        name=options["name"],
        orgnr=normalise_orgnr(options["orgnr"]),
        vat_registered=options["vat_registered"],
        vat_term_kind=options["vat_term"],
        fiscal_year_start_month=options["fiscal_year_start"],
    )


def way_in(owner: User) -> str:
    """Return how the owner gets in."""
    if owner.has_usable_password():
        return f"{owner.email} signs in as before."
    return f"{owner.email} chooses a password here, once: {password_link(owner)}"
