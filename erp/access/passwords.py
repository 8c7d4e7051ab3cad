"""What a password must be; the rules that Django brings stand in the settings."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's rule of the shortest length, in words that the catalogue has."""

    def get_error_message(self) -> str:
        """Say what is wrong with a short password."""
        return ngettext(
            "The password is too short: it must have at least %(count)s character.",
            "The password is too short: it must have at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}
