"""What a production process must have besides settings that are there: safe values, that fit each other. Pure."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http.request import validate_host

SHORTEST_SECRET = 50
FEWEST_DIFFERENT = 5


def faults_of_production(
    secret_key: str, debug: bool, hosts: Sequence[str], base_url: str, sender: str
) -> list[str]:
    """Return what is unsafe, in plain words and without the values. What is missing is told elsewhere."""
    faults = []
    if debug:
        faults.append("DEBUG must be off in production")
    if secret_key and not is_secret(secret_key):
        faults.append("SECRET_KEY must be a secret of at least 50 characters")
    if "*" in hosts:
        faults.append("ALLOWED_HOSTS must name the hosts, not *")
    if base_url and not is_origin(base_url):
        faults.append("BASE_URL must be an address without path, such as https://regna.example")
    elif base_url and hosts and not validate_host(urlsplit(base_url).hostname or "", hosts):
        faults.append("BASE_URL must lead to one of ALLOWED_HOSTS")
    if sender and ("@" not in sender or sender.rstrip(">").endswith("@localhost")):
        faults.append("DEFAULT_FROM_EMAIL must be an address that can be answered")
    return faults


def is_secret(key: str) -> bool:
    """Tell whether a key could be a secret: long, of many characters, and none that anybody knows."""
    return (
        len(key) >= SHORTEST_SECRET
        and len(set(key)) >= FEWEST_DIFFERENT
        and not key.startswith(("not-secret", "django-insecure", "change"))
    )


def is_origin(url: str) -> bool:
    """Tell whether a URL is scheme and host, and a port at most."""
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.path in {"", "/"} and not parts.query + parts.fragment
