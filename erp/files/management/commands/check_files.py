"""`manage.py check_files [SLUG...]`: prove that every file's content is there and is what was stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.files.queries import damaged_files


class Command(BaseCommand):
    """Exit 0 when every content hashes to its name, else print what is damaged and exit 1."""

    help = "Check that the content of every file is there and unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        with scheduler_scope():
            companies = list(Company.objects.order_by("slug"))
        chosen = [company for company in companies if not slugs or company.slug in slugs]
        if unknown := set(slugs) - {company.slug for company in chosen}:
            raise CommandError(f"no such company: {', '.join(sorted(unknown))}")
        total = 0
        for company in chosen:
            with company_scope(company.pk):
                found = list(damaged_files(company))
            total += len(found)
            for damage in found:
                self.stderr.write(f"{company.slug}: {damage}")
            self.stdout.write(f"{company.slug}: {len(found)} damaged files")
        if total:
            raise CommandError(f"{total} damaged files")
