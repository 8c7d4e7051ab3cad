"""The address that a request comes from, when proxies of our own stand before the web server."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address that the outermost of our own proxies saw; log-in attempts are counted by it.

    Each proxy adds the address it was asked from at the end of X-Forwarded-For, so that what a client writes
    there itself stands further left than what TRUSTED_PROXIES says is ours.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    address: str | None = request.META.get("REMOTE_ADDR")
    return address
