"""The forms of signing in, of passwords, of the second factor, and of one's own account."""

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import SetPasswordField
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateForm
from django import forms
from django.conf import settings
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from erp.access.actions.letters import post_letter
from erp.access.models import Density, LetterKind, Theme, User
from erp.ui.forms import PasswordInput


class PasswordField(forms.CharField):
    """A password that is known already; nothing of it is cut away."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, widget=PasswordInput("current-password"), **options)


class NewPasswordField(SetPasswordField):  # type: ignore[misc]
    """A password that is chosen now; the validators of the settings judge it."""

    def __init__(self, **options: Any) -> None:
        hint = _("At least {count} characters. A few words in a row are easy to remember.")
        super().__init__(
            help_text=format_lazy(hint, count=settings.SHORTEST_PASSWORD),
            error_messages={"required": _("Choose a password.")},
            **options,
        )
        self.widget = PasswordInput("new-password")
        self.widget.is_required = self.required


class RepeatedPasswordField(forms.CharField):
    """The same password once more."""

    def __init__(self) -> None:
        super().__init__(
            label=_("The new password once more"), strip=False, widget=PasswordInput("new-password")
        )


def email_field(**attrs: object) -> forms.EmailField:
    """A field for the e-mail address that one signs in with."""
    widget = forms.EmailInput(attrs={"autocomplete": "username", **attrs})
    return forms.EmailField(label=_("E-mail"), widget=widget)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """Signing in (innlogging) by e-mail and password."""

    password = PasswordField(label=_("Password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(autofocus=not self.is_bound)
        # What was refused was most likely the password; the address stands there still.
        self.fields["password"].widget.attrs["autofocus"] = self.is_bound
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """A forgotten password (glemt passord)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(autofocus=not self.is_bound)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: object, **options: object) -> str:
        """Let a worker find out whether somebody has the address, so that the answer takes as long for all."""
        email = str(self.cleaned_data["email"])
        post_letter(LetterKind.PASSWORD, email=email)
        return email


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password of somebody who came by a letter: forgotten, or invited."""

    password1 = NewPasswordField(label=_("New password"))
    password2 = RepeatedPasswordField()


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """Another password for somebody who knows the present one."""

    oldpassword = PasswordField(label=_("Present password"))
    password1 = NewPasswordField(label=_("New password"))
    password2 = RepeatedPasswordField()


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before what is dangerous."""

    password = PasswordField(label=_("Password"))


class CodeFields(forms.Form):
    """The one-time code of the second factor, or a recovery code (reservekode) in its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(label=_("One-time code"), max_length=20)

    def ask_for_recovery_code(self) -> None:
        """Name the field for somebody who has no app at hand."""
        self.fields["code"].label = _("Recovery code")
        self.fields["code"].help_text = _("Eight digits. Each code works once.")


class CodeForm(CodeFields, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(CodeFields, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before what is dangerous."""


class ActivateForm(CodeFields, AllauthActivateForm):  # type: ignore[misc]
    """The first code of an app that has just been told the secret."""


class AccountForm(forms.Form):
    """What a user decides about their own account (min konto)."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[(value, capfirst(name)) for value, name in Theme.choices],
        widget=forms.RadioSelect(attrs={"data-set": "theme"}),
    )
    density = forms.ChoiceField(
        label=_("Density"),
        choices=[(value, capfirst(name)) for value, name in Density.choices],
        widget=forms.RadioSelect(attrs={"data-set": "density"}),
    )

    @staticmethod
    def initial_of(user: User) -> dict[str, Any]:
        """Return what the form starts with."""
        return {name: getattr(user, name) for name in AccountForm.base_fields}
