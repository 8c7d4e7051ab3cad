"""The user's first page after log-in, and own preferences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from erp.access import actions
from erp.access.decorators import SIGNED_IN, requires
from erp.access.models import User
from erp.ui.pages import page


@require_safe
@requires(SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """Go to the only company, or show those that the user may choose from."""
    companies = request.companies  # type: ignore[attr-defined]
    if len(companies) == 1:
        return redirect("home", company=companies[0].slug)
    return page(request, "access/company_choose.html", context={"companies": companies})


@require_POST
@requires(SIGNED_IN)
def preferences_save(request: HttpRequest) -> HttpResponse:
    """Keep theme (tema) and density (tetthet) on the user."""
    assert isinstance(request.user, User)
    actions.save_preferences(
        by=request.user,
        theme=request.POST.get("theme", ""),
        density=request.POST.get("density", ""),
    )
    return HttpResponse(status=204)
