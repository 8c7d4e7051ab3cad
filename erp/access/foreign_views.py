"""Permissions of the views that packages bring: each one that the URL configuration holds is named here."""

from django.http import HttpRequest

from erp.ui.permissions import PUBLIC, SIGNED_IN

FOREIGN_VIEWS = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "set_language": PUBLIC,
    "static": PUBLIC,
}


def permission_of_foreign_view(request: HttpRequest) -> str | None:
    """Return the permission of a package's view by its URL name; None when it is not named."""
    match = request.resolver_match
    return FOREIGN_VIEWS.get(match.url_name or "") if match else None
