"""`manage.py demo`: make the demo company Solvik Teknikk AS."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from erp.access.roles import ROLE_NAMES
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.demo import cast
from erp.demo.arrivals import make_arrivals
from erp.demo.books import make_books
from erp.demo.company import make_company, make_dimensions, make_parties


class Command(BaseCommand):
    """Two years of books, a user in each role, EHF invoices waiting. Never in production."""

    help = "Make the demo company with two years of books and a user in each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a company"
        )
        parser.add_argument("--users", action="store_true", help="only print the demo users")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        with scheduler_scope():
            slugs = set(Company.objects.values_list("slug", flat=True))
        if options["users"]:
            if cast.SLUG in slugs:
                self.print_users()
            return
        if options["if_empty"] and slugs:
            return
        if settings.PRODUCTION:
            raise CommandError("The demo company has well-known passwords; not in production.")
        if cast.SLUG in slugs:
            raise CommandError("The demo company is here already.")
        with translation.override("nb"):
            make_demo(options["today"] or timezone.localdate())
        self.stdout.write("The demo company Solvik Teknikk AS is ready.")
        self.print_users()

    def print_users(self) -> None:
        """Print who can sign in."""
        self.stdout.write(f"Demo users, password {cast.PASSWORD}:")
        with translation.override("nb"):
            for role in cast.PEOPLE:
                self.stdout.write(f"  {cast.email_of(role):34} {ROLE_NAMES[role]}")


def make_demo(today: date, slug: str = cast.SLUG) -> Company:
    """Make the demo company as of a day, through the product's own actions; returns it."""
    demo = make_company(today, slug)
    with company_scope(demo.company.pk):
        make_dimensions(demo)
        make_parties(demo)
        make_books(demo)
        make_arrivals(demo)
    return demo.company
