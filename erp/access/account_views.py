"""allauth's views of signing in, passwords and second factor, as pages of this product.

They differ from allauth's in what every page here does: a refused form answers 422, nothing of an account is kept
by the browser (`never_cache`), and their templates stand in `templates/account` and `templates/mfa`.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpResponse
from django.utils.decorators import method_decorator


class Refusing:
    """A form that is refused answers 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class Login(Refusing, account.LoginView):  # type: ignore[misc]
    """Sign in (logg inn); axes counts what goes wrong."""


class PasswordReset(Refusing, account.PasswordResetView):  # type: ignore[misc]
    """Ask for a letter that opens an account whose password is forgotten (glemt passord)."""


class PasswordFromLetter(Refusing, account.PasswordResetFromKeyView):  # type: ignore[misc]
    """Choose a password by the link of a letter; a link that has run out is gone (410)."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if context.get("token_fail"):
            options["status"] = 410
        response: HttpResponse = super().render_to_response(context, **options)
        return response


class PasswordChange(Refusing, account.PasswordChangeView):  # type: ignore[misc]
    """Change one's own password (bytt passord)."""


class Reauthenticate(Refusing, account.ReauthenticateView):  # type: ignore[misc]
    """Give the password once more, before what is dangerous."""


class CodeStep(Refusing, mfa.AuthenticateView):  # type: ignore[misc]
    """The second step of signing in (totrinnsbekreftelse): a code of the app, or with `?recovery` a recovery code."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        context["recovery"] = "recovery" in self.request.GET
        if context["recovery"]:
            context["form"].ask_for_recovery_code()
        return context


class CodeAgain(Refusing, mfa.ReauthenticateView):  # type: ignore[misc]
    """Give a code once more, before what is dangerous."""


class ActivateSecondFactor(Refusing, totp.ActivateTOTPView):  # type: ignore[misc]
    """Turn the second factor on: scan, then prove it with a code."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        secret = context["form"].secret
        context["secret_groups"] = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return context


class DeactivateSecondFactor(Refusing, totp.DeactivateTOTPView):  # type: ignore[misc]
    """Turn the second factor off."""


class NewRecoveryCodes(Refusing, recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes (reservekoder), which end the old ones."""
