"""`manage.py letters [--again ID]`: list the letters that were given up, or have one sent after all."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.access.actions.letters import try_letter_again
from erp.access.models import Letter


class Command(BaseCommand):
    """What a letter says is not shown, only whom it is to."""

    help = "List the letters that could not be sent and were given up, or try one of them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", type=int, metavar="ID", help="have this letter sent after all"
        )

    def handle(self, *args: Any, again: int | None, **options: Any) -> None:
        if again is not None:
            if not try_letter_again(again):
                raise CommandError(f"no letter {again} was given up")
            self.stdout.write(f"letter {again} is on its way")
            return
        for letter in Letter.objects.filter(due_at=None).order_by("pk"):
            names = ("to", "email", "user", "company")
            whom = " ".join(
                f"{name}={letter.facts[name]}" for name in names if name in letter.facts
            )
            self.stdout.write(
                f"{letter.pk} {letter.kind} {letter.created_at:%Y-%m-%d %H:%M} {whom}"
            )
