"""The history (historikk) of an object, for its page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.audit.queries import LATEST, history_of
from erp.audit.registry import subject_of
from erp.ui.pages import fragment


@require_safe
@requires("history.view")
def history(request: CompanyRequest, subject: str, pk: int) -> HttpResponse:
    """Answer with the latest changes of one object; who may not see the object, or a part of it, may not see these."""
    known = subject_of(subject)
    if known is None:
        raise Http404
    if known.permission not in request.permissions:
        raise PermissionDenied
    events = history_of(request.company, known.seen_with(request.permissions), pk)
    if not events:
        raise Http404
    return fragment(
        request,
        "audit/_history.html",
        context={"events": events[:LATEST], "more": len(events) > LATEST},
    )
