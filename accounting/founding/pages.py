"""The page of a new company (nytt selskap)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounting.founding.actions import found_company, may_found
from accounting.founding.form import NewCompanyForm
from erp.access.decorators import SIGNED_IN, requires
from erp.access.models import User
from erp.errors import BusinessError
from erp.ui import go_to, page


@require_http_methods(["GET", "POST"])
@requires(SIGNED_IN)
def company_new(request: HttpRequest) -> HttpResponse:
    """Make a company and become its owner; it begins at its overview, with what to do first."""
    user = request.user
    assert isinstance(user, User)
    if not may_found(user):
        raise PermissionDenied(_("New companies are made by those who run Regna."))
    form = NewCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            founded = found_company(
                by=user, owner=user, facts=form.facts(), slug=form.cleaned_data["slug"]
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            company = founded.company
            message = _("%(company)s is ready.") % {"company": company.name}
            return go_to(request, reverse("home", args=[company.slug]), message)
    return page(
        request,
        "accounting/company_new.html",
        "company-new",
        context={"form": form},
        status=422 if form.errors else 200,
    )
