"""Downloading a file. Nothing that came from outside is ever shown inline from our origin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erp.access.decorators import MEMBER, requires
from erp.access.requests import CompanyRequest
from erp.files.queries import files_of, open_file
from erp.files.serving import attachment, guarded


@require_safe
@requires(MEMBER)
def file_download(request: CompanyRequest, file_id: int) -> HttpResponseBase:
    """Send a file (fil) to a member who holds the permission that the file names."""
    file = get_object_or_404(files_of(request.company), pk=file_id)
    if file.permission not in request.permissions:
        raise PermissionDenied(_("You do not have access to this."))
    etag = quote_etag(file.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or attachment(open_file(file), file.name, file.mime)
    response.headers["ETag"] = etag
    return guarded(response)
