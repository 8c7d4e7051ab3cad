"""Sending what came from outside: always as something to save, never as something our origin shows."""

from io import BytesIO
from typing import BinaryIO

from django.http import FileResponse
from django.http.response import HttpResponseBase

from erp.files.content_type import (
    CSV,
    DOCX,
    EML,
    HEAD,
    OPEN_DOCUMENT,
    PDF,
    TAIL,
    TEXT,
    UNKNOWN,
    XLSX,
    ZIP,
    sniff,
)

# Types that no browser runs anything of; all others are sent as unknown.
HARMLESS = {PDF, ZIP, XLSX, DOCX, CSV, TEXT, EML} | {
    f"image/{name}" for name in ("png", "jpeg", "tiff", "gif", "webp", "heic")
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


def attachment(content: BinaryIO, name: str, mime: str) -> FileResponse:
    """Stream a content as something to save under a name."""
    return FileResponse(content, as_attachment=True, filename=name, content_type=served_type(mime))


def enclosed(content: bytes, name: str) -> HttpResponseBase:
    """Send bytes that stood inside another file; their type is what they are, not what they are called."""
    mime = sniff(content[:HEAD], content[-TAIL:])
    return guarded(attachment(BytesIO(content), name, mime))


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Add the headers that keep foreign content from running."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def served_type(mime: str) -> str:
    """Return the type to send: that of the content where it is harmless, else unknown."""
    return mime if mime in HARMLESS or mime.startswith(OPEN_DOCUMENT) else UNKNOWN
