"""The logo: its page, what the settings show of it, and the picture itself."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erp.access.decorators import MEMBER, requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.files.queries import read_file
from erp.logo import actions
from erp.logo.form import LogoForm
from erp.logo.queries import logo_of
from erp.ui.pages import go_to, page

SHOWN = frozenset({"image/png", "image/jpeg"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Its address has the content's hash in it; another logo has another address. Units: seconds.
KEPT_FOR = 60 * 60 * 24 * 30


@require_http_methods(["GET", "POST"])
@requires("company.edit")
def logo(request: CompanyRequest) -> HttpResponse:
    """Give the company a logo."""
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_valid():
        try:
            actions.set_logo(company=request.company, by=request.user, content=form.content())
        except BusinessError as error:
            error.add_to(form)
        else:
            return to_settings(request, _("The logo is saved."))
    return page(
        request,
        "logo/logo.html",
        "logo-form",
        context={"form": form, "nav": "company_settings"},
        status=422 if form.errors else 200,
    )


@require_POST
@requires("company.edit")
def logo_remove(request: CompanyRequest) -> HttpResponse:
    """Take the logo away."""
    actions.remove_logo(company=request.company, by=request.user)
    return to_settings(request, _("The logo is removed."))


def to_settings(request: CompanyRequest, message: str) -> HttpResponse:
    """Go back to the company's settings, where the logo stands."""
    return go_to(request, reverse("company_settings", args=[request.company.slug]), message)


@require_safe
@requires(MEMBER)
def logo_picture(request: CompanyRequest, beginning: str) -> HttpResponseBase:
    """Send the logo to a member, to be shown: it is our own drawing, not what somebody sent."""
    file = logo_of(request.company)
    if file is None or file.mime not in SHOWN or not file.sha256.startswith(beginning):
        raise Http404
    etag = quote_etag(file.sha256)
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        read_file(file), content_type=file.mime
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}, immutable"
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
