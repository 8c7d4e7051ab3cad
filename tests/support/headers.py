"""The headers by which every answer tells the browser what to refuse."""

from typing import Any

POLICY = {
    "default-src": {"'self'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SWITCHED_OFF = ("camera", "geolocation", "microphone", "payment", "usb")


def missing_headers(answer: Any) -> list[str]:
    """Return the names of headers that an answer lacks, or that allow more than they should."""
    parts = answer.headers.get("Content-Security-Policy", "").split(";")
    words = [part.split() for part in parts if part.strip()]
    wrong = []
    if {first: set(rest) for first, *rest in words} != POLICY:
        wrong.append("Content-Security-Policy")
    wrong += [name for name, value in OTHERS.items() if answer.headers.get(name) != value]
    features = answer.headers.get("Permissions-Policy", "")
    if not all(f"{feature}=()" in features for feature in SWITCHED_OFF):
        wrong.append("Permissions-Policy")
    return wrong
