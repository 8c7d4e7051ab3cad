"""Log-in, second factor and the user's own settings: allauth's views under our addresses, only those we offer."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import View

from erp.access import account_views as own
from erp.access import views


def of_account(route: str, view: type[View], name: str) -> URLPattern:
    """Return the address of a page about an account: no browser and no proxy keeps it."""
    return path(route, never_cache(view.as_view()), name=name)


urlpatterns = [
    path("", views.my_account, name="my_account"),
    path("preferences/", views.preferences_save, name="preferences_save"),
    of_account("login/", own.Login, "account_login"),
    of_account("logout/", account.LogoutView, "account_logout"),
    of_account("inactive/", account.AccountInactiveView, "account_inactive"),
    of_account("reauthenticate/", own.Reauthenticate, "account_reauthenticate"),
    of_account("password/change/", own.PasswordChange, "account_change_password"),
    of_account("password/reset/", own.PasswordReset, "account_reset_password"),
    of_account(
        "password/reset/done/", account.PasswordResetDoneView, "account_reset_password_done"
    ),
    # The key holds hyphens too, so that a plain path would part the two at the wrong one.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(own.PasswordFromLetter.as_view()),
        name="account_reset_password_from_key",
    ),
    of_account("2fa/", mfa.IndexView, "mfa_index"),
    of_account("2fa/authenticate/", own.CodeStep, "mfa_authenticate"),
    of_account("2fa/reauthenticate/", own.CodeAgain, "mfa_reauthenticate"),
    of_account("2fa/totp/activate/", own.ActivateSecondFactor, "mfa_activate_totp"),
    of_account("2fa/totp/deactivate/", own.DeactivateSecondFactor, "mfa_deactivate_totp"),
    of_account(
        "2fa/recovery-codes/", recovery_codes.ViewRecoveryCodesView, "mfa_view_recovery_codes"
    ),
    of_account("2fa/recovery-codes/generate/", own.NewRecoveryCodes, "mfa_generate_recovery_codes"),
    of_account(
        "2fa/recovery-codes/download/",
        recovery_codes.DownloadRecoveryCodesView,
        "mfa_download_recovery_codes",
    ),
]
