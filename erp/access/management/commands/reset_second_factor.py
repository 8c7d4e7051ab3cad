"""`manage.py reset_second_factor EMAIL`: let somebody in again who has lost both app and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erp.access.actions import remove_second_factor
from erp.access.models import User


class Command(BaseCommand):
    """The password is still needed afterwards. Make sure first who is asking."""

    help = "Turn off the second factor of a user who has lost it; the password is still needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"nobody has the address {email}")
        if not remove_second_factor(user=user):
            raise CommandError(f"{user.email} has no second factor")
        self.stdout.write(
            f"{user.email} signs in with the password alone until it is turned on again"
        )
