"""Lets a request through to its view, or not, and sets the row-security scope of the connection.

Every resolved view must declare a permission (`requires`, or `FOREIGN_VIEWS` for those of packages). Another
company's page is 404, a missing permission 403, a stranger is sent to sign in.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pghistory
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from erp.access.foreign_views import permission_of_foreign_view
from erp.access.models import Membership, User
from erp.access.rights import active_memberships, remember_memberships
from erp.access.roles import permissions_of
from erp.companies.scope import Scope, reset_scope, set_scope
from erp.ui.permissions import MEMBER, PUBLIC, SIGNED_IN

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class AccessMiddleware:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.company = None  # type: ignore[attr-defined]
        request.membership = None  # type: ignore[attr-defined]
        request.companies = []  # type: ignore[attr-defined]
        request.permissions = frozenset()  # type: ignore[attr-defined]
        try:
            response = self._answer(request)
        except BaseException:
            reset_scope()
            raise
        if response.streaming:
            reset_when_closed(response)
        else:
            reset_scope()
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as stack:
            if request.method not in SAFE_METHODS:
                user = getattr(request, "user", None)
                stack.enter_context(
                    pghistory.context(
                        user=user.pk if isinstance(user, User) else None,
                        address=request.path,
                        reason="",
                    )
                )
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Check the declared permission and set the scope; None lets the view run."""
        permission = getattr(view, "permission", None) or permission_of_foreign_view(request)
        if permission is None:
            raise ImproperlyConfigured(f"{request.resolver_match} declares no permission")
        if permission == PUBLIC:
            return None
        user = request.user
        if not isinstance(user, User):
            return send_to_sign_in(request)
        set_scope(Scope(user=user.pk))
        memberships = active_memberships(user, timezone.localdate())
        remember_memberships(user, memberships)
        request.companies = [m.company for m in memberships]  # type: ignore[attr-defined]
        if permission == SIGNED_IN:
            return None
        self._enter_company(request, kwargs.pop("company"), memberships)
        if permission != MEMBER and permission not in request.permissions:  # type: ignore[attr-defined]
            raise PermissionDenied(_("You do not have access to this."))
        return None

    def _enter_company(
        self, request: HttpRequest, slug: str, memberships: list[Membership]
    ) -> None:
        membership = next((m for m in memberships if m.company.slug == slug), None)
        if membership is None:
            raise Http404
        request.membership = membership  # type: ignore[attr-defined]
        request.company = membership.company  # type: ignore[attr-defined]
        request.permissions = permissions_of(membership.role)  # type: ignore[attr-defined]
        set_scope(Scope(companies=(membership.company_id,), user=membership.user_id))


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the log-in page, and from there to where they were; htmx is told to load it whole."""
    response = redirect_to_login(place_of(request))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def place_of(request: HttpRequest) -> str:
    """Return the page where somebody stands: a fragment's is around it, a form's the one that shows it.

    A page of another host, or none, gives the first page.
    """
    if request.headers.get("HX-Request"):
        around = request.headers.get("HX-Current-URL", "")
    elif request.method in SAFE_METHODS:
        return request.get_full_path()
    else:
        around = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(around, {request.get_host()}):
        return "/"
    parts = urlsplit(around)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def reset_when_closed(response: HttpResponseBase) -> None:
    """Keep the scope until the last chunk of a stream is out, or the stream is dropped."""
    close = response.close

    def close_and_reset() -> None:
        try:
            close()
        finally:
            reset_scope()

    response.close = close_and_reset  # type: ignore[method-assign]
