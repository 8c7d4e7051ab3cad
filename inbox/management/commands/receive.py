"""`manage.py receive SLUG FILE...`: put files into a company's inbox."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.access.rights import SYSTEM
from erp.audit.context import acting
from erp.companies.models import Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.errors import BusinessError
from inbox.actions import receive_document
from inbox.models import Source


class Command(BaseCommand):
    """Exit 0 when every file is in; a file that is refused is named, and the others are in all the same."""

    help = "Put files into a company's inbox; each gets its stamp number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, slug: str, files: list[Path], **options: Any) -> None:
        with scheduler_scope():
            company = Company.objects.filter(slug=slug).first()
        if company is None:
            raise CommandError(f"no such company: {slug}")
        refused = 0
        with company_scope(company.pk), acting(by=SYSTEM, address="receive"):
            for path in files:
                refused += not self.receive(company, path)
        if refused:
            raise CommandError(f"{refused} of {len(files)} files were refused")

    def receive(self, company: Company, path: Path) -> bool:
        """Take in one file; tells whether it is in."""
        try:
            with path.open("rb") as file:
                document = receive_document(
                    company=company, by=SYSTEM, name=path.name, content=file, source=Source.COMMAND
                )
        except (OSError, BusinessError) as error:
            self.stderr.write(f"{path}: {error}")
            return False
        self.stdout.write(f"{path}: {document}")
        return True
