"""`manage.py import_chart SLUG FILE`: import a chart of accounts from CSV or XLSX, all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounting.ledger.actions import import_chart
from erp.access.rights import SYSTEM
from erp.audit.context import acting
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.errors import BusinessError


class Command(BaseCommand):
    """Exit 0 when the whole file is imported; else every problem is printed, and nothing is changed."""

    help = "Import a company's chart of accounts from a CSV or XLSX file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--rest-others",
            action="store_true",
            help="take accounts that are not in the file and have no entries out of use",
        )

    def handle(self, *args: Any, slug: str, file: Path, rest_others: bool, **options: Any) -> None:
        with scheduler_scope():
            company = Company.objects.filter(slug=slug).first()
        if company is None:
            raise CommandError(f"no such company: {slug}")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            with company_scope(company.pk), acting(by=SYSTEM, address="import_chart"):
                done = import_chart(
                    company=company, by=SYSTEM, content=content, rest_others=rest_others
                )
        except BusinessError as error:
            for problem in error.problems:
                self.stderr.write(f"{file}: {problem.message}")
            raise CommandError("nothing was imported") from error
        self.stdout.write(
            f"{file}: {done.made} made, {done.changed} changed, {done.same} as they were,"
            f" {done.rested} taken out of use"
        )
