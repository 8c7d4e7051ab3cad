"""`manage.py check_books [SLUG...]`: prove the ledger's promises for companies, all of them by default."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounting.ledger.checks import CHECKS, check_books
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope


class Command(BaseCommand):
    """Exit 0 when every check comes back empty, else print what was found and exit 1."""

    help = "Check the books of companies: balance, gapless numbers, sub-ledgers, kept balances."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        with scheduler_scope():
            companies = list(Company.objects.order_by("slug"))
        chosen = [company for company in companies if not slugs or company.slug in slugs]
        if unknown := set(slugs) - {company.slug for company in chosen}:
            raise CommandError(f"no such company: {', '.join(sorted(unknown))}")
        faults = 0
        for company in chosen:
            with company_scope(company.pk):
                findings = check_books(company)
            faults += len(findings)
            for finding in findings:
                self.stderr.write(f"{company.slug}: {finding.check}: {finding.row}")
            self.stdout.write(f"{company.slug}: {len(CHECKS)} checks, {len(findings)} findings")
        if faults:
            raise CommandError(f"{faults} findings")
