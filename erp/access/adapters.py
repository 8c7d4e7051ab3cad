"""How allauth behaves here: nobody signs up alone, letters go by a worker, second-factor secrets are encrypted."""

import base64
import hashlib
from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.access.actions.letters import post_letter
from erp.access.models import LetterKind, User

TOO_MANY = _("Too many wrong tries. Wait a quarter of an hour, and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Users are invited; there is no sign-up."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_password": _("The password is wrong."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a user what has changed in their account; the letter may name them."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, user.email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a notice now, when it is known what happened, and let a worker send it."""
        letter = self.render_mail(template_prefix, email, {"email": email, **context})
        facts = {"subject": letter.subject, "body": letter.body, "to": email}
        post_letter(LetterKind.NOTICE, **facts)


def cipher() -> Fernet:
    """Return the cipher for secrets at rest; its key is derived from SECRET_KEY."""
    digest = hashlib.sha256(b"regna.mfa" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts the TOTP secret and the recovery codes' seed in the database; draws the QR code."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "The code is wrong or has been used. Wait for the next, and try again."
        ),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as a picture with its own white margin, so that it is read in the dark theme too."""
        picture = BytesIO()
        segno.make(url, error="m", micro=False).save(
            picture, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True
        )
        return picture.getvalue().decode()
