"""`manage.py demo`: make the demo company Solvik Teknikk AS."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from erp.access.models import Membership
from erp.access.rights import SYSTEM
from erp.access.roles import ROLE_NAMES
from erp.audit.context import acting
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.demo import cast
from erp.demo.arrivals import make_arrivals
from erp.demo.books import make_books
from erp.demo.company import make_company, make_dimensions, make_parties, open_company


class Command(BaseCommand):
    """Two years of books, a user in each role, EHF invoices waiting. Never in production."""

    help = "Make the demo company with two years of books and a user in each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a company"
        )
        parser.add_argument("--users", action="store_true", help="print the demo users, if any")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        with scheduler_scope():
            companies = list(Company.objects.all())
        demo = next((company for company in companies if company.slug == cast.SLUG), None)
        is_there = demo is not None and is_complete(demo)
        if options["if_empty"]:
            making = not is_there and all(company == demo for company in companies)
        else:
            making = not options["users"]
        if making and is_there:
            raise CommandError("The demo company is here already.")
        if making:
            self.make(options["today"] or timezone.localdate(), demo)
        if making or (is_there and options["users"]):
            self.print_users()

    def make(self, today: date, begun: Company | None) -> None:
        """Make the company, or what is missing of one that was broken off."""
        if settings.PRODUCTION:
            raise CommandError("The demo company has well-known passwords; not in production.")
        with translation.override("nb"), acting(by=SYSTEM, address="demo"):
            make_demo(today, begun=begun)
        self.stdout.write("The demo company Solvik Teknikk AS is ready.")

    def print_users(self) -> None:
        """Print who can sign in."""
        self.stdout.write(f"Demo users, password {cast.PASSWORD}:")
        with translation.override("nb"):
            for role in cast.PEOPLE:
                self.stdout.write(f"  {cast.email_of(role):34} {ROLE_NAMES[role]}")


def make_demo(today: date, slug: str = cast.SLUG, begun: Company | None = None) -> Company:
    """Make the demo company as of a day, through the product's own actions; returns it.

    All that stands in the company is made in one transaction: when it is broken off, `begun` is still empty.
    """
    company = begun or make_company(slug)
    with company_scope(company.pk), transaction.atomic():
        demo = open_company(company, today)
        make_dimensions(demo)
        make_parties(demo)
        make_books(demo)
        make_arrivals(demo)
    return company


def is_complete(company: Company) -> bool:
    """Tell whether the company was made to its end, and not broken off."""
    with company_scope(company.pk):
        return Membership.objects.for_company(company).exists()
