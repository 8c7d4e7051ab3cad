"""The user's first page after log-in, and what a user decides about their own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erp.access import actions
from erp.access.decorators import SIGNED_IN, requires
from erp.access.forms import AccountForm
from erp.access.models import User
from erp.access.queries import second_factor_of
from erp.access.rights import active_memberships
from erp.ui.pages import go_to, page


@require_safe
@requires(SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """Go to the only company, or show those that the user may choose from."""
    companies = request.companies  # type: ignore[attr-defined]
    if len(companies) == 1:
        return redirect("home", company=companies[0].slug)
    return page(request, "access/company_choose.html", context={"companies": companies})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(SIGNED_IN)
def my_account(request: HttpRequest) -> HttpResponse:
    """One's own account (min konto): name, appearance, password, second factor, companies."""
    user = request.user
    assert isinstance(user, User)
    form = AccountForm(request.POST or None, initial=AccountForm.initial_of(user))
    if request.method == "POST" and form.is_valid():
        actions.update_account(by=user, **form.cleaned_data)
        return go_to(request, "my_account", _("Saved."))
    context = {
        "form": form,
        "second_factor": second_factor_of(user),
        "memberships": active_memberships(user, timezone.localdate()),
    }
    return page(
        request,
        "access/my_account.html",
        "account-form",
        context=context,
        status=422 if form.errors else 200,
    )


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token is of another session: its sender has signed in or out since it was shown.

    htmx, which shows a toast for a status, gets one that says to load the page again, and not of missing access.
    """
    status = 400 if request.headers.get("HX-Request") else 403
    return render(request, "403_csrf.html", status=status)


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
