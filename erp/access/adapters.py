"""How allauth behaves here: nobody signs up alone, and second-factor secrets are kept encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Users are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def cipher() -> Fernet:
    """Return the cipher for secrets at rest; its key is derived from SECRET_KEY."""
    digest = hashlib.sha256(b"regna.mfa" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts the TOTP secret and the recovery codes' seed in the database."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()
