"""Downloading a file. Nothing that came from outside is ever shown inline from our origin."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erp.access.decorators import MEMBER, requires
from erp.access.requests import CompanyRequest
from erp.files.content_type import CSV, DOCX, EML, OPEN_DOCUMENT, PDF, TEXT, UNKNOWN, XLSX, ZIP
from erp.files.models import StoredFile
from erp.files.queries import files_of, open_file

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


@require_safe
@requires(MEMBER)
def file_download(request: CompanyRequest, file_id: int) -> HttpResponseBase:
    """Send a file (fil) to a member who holds the permission that the file names."""
    file = get_object_or_404(files_of(request.company), pk=file_id)
    if file.permission not in request.permissions:
        raise PermissionDenied(_("You do not have access to this."))
    etag = quote_etag(file.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or attachment(file)
    response.headers["ETag"] = etag
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def attachment(file: StoredFile) -> FileResponse:
    """Stream a file as something to save."""
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type=served_type(file.mime),
    )


def served_type(mime: str) -> str:
    """Return the type to send: that of the content where it is harmless, else unknown."""
    return mime if mime in HARMLESS or mime.startswith(OPEN_DOCUMENT) else UNKNOWN
