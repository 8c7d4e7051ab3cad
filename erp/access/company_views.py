"""The company's own pages: overview, settings, who has access."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erp.access import actions
from erp.access.actions.company import versioned_company
from erp.access.company_forms import CompanyForm, MemberForm
from erp.access.decorators import MEMBER, requires
from erp.access.models import Membership
from erp.access.queries import members_of, users_without_letter
from erp.access.requests import CompanyRequest
from erp.db.versions import version_of
from erp.errors import BusinessError
from erp.ui.pages import go_to, page, toast
from erp.ui.registry import first_steps_for_request


@require_safe
@requires(MEMBER)
def home(request: CompanyRequest) -> HttpResponse:
    """The company's overview (oversikt): what the apps have to show, by their panels."""
    context = {"today": timezone.localdate(), "first_steps": first_steps_for_request(request)}
    return page(request, "access/home.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("company.view")
def company_settings(request: CompanyRequest) -> HttpResponse:
    """Show the company's settings, and change them if the member may."""
    company, may_edit = request.company, "company.edit" in request.permissions
    version = version_of(versioned_company(company))
    company.refresh_from_db()  # It was read when the request came in, which is before its version was.
    form = CompanyForm(company, request.POST or None, version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_company(
                company=company,
                by=request.user,
                facts=form.facts(),
                version=form.cleaned_data["version"],
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request,
                reverse("company_settings", args=[company.slug]),
                _("The settings are saved."),
            )
    return page(
        request,
        "access/company_settings.html",
        "company-form",
        context={"form": form, "may_edit": may_edit},
        status=422 if form.errors else 200,
    )


@require_safe
@requires("member.view")
def members(request: CompanyRequest) -> HttpResponse:
    """List who has access (tilganger) and until when."""
    may_edit = "member.edit" in request.permissions
    context = {
        "members": members_of(request.company),
        "without_letter": users_without_letter(request.company) if may_edit else set(),
        "today": timezone.localdate(),
        "may_edit": may_edit,
    }
    return page(request, "access/members.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("member.edit")
def member_new(request: CompanyRequest) -> HttpResponse:
    """Give somebody access by e-mail address; a user who is new gets a letter to choose a password."""
    today = timezone.localdate()
    form = MemberForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_member(
                company=request.company, by=request.user, today=today, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request,
                reverse("members", args=[request.company.slug]),
                _("%(name)s has access.") % {"name": form.cleaned_data["name"]},
            )
    return member_page(request, form, None)


@require_http_methods(["GET", "POST"])
@requires("member.edit")
def member_edit(request: CompanyRequest, membership_id: int) -> HttpResponse:
    """Change a member's role and the end of the access."""
    membership = get_object_or_404(members_of(request.company), pk=membership_id)
    form = MemberForm(request.POST or None, today=timezone.localdate(), membership=membership)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_member(
                company=request.company,
                by=request.user,
                user=membership.user,
                role=data["role"],
                valid_to=data["valid_to"],
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(request, way_on(request, membership), _("Saved."))
    return member_page(request, form, membership)


def way_on(request: CompanyRequest, membership: Membership) -> str:
    """Return the list of members; for one's own access the first page, since the list may be closed now."""
    if membership.user_id == request.user.pk:
        return reverse("start")
    return reverse("members", args=[request.company.slug])


def member_page(
    request: CompanyRequest, form: MemberForm, membership: Membership | None
) -> HttpResponse:
    """Answer with the form of a member."""
    return page(
        request,
        "access/member_edit.html",
        "member-form",
        context={"form": form, "membership": membership, "nav": "members"},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("member.edit")
def member_end(request: CompanyRequest, membership_id: int) -> HttpResponse:
    """Ask whether somebody's access shall be taken away from today on (avslutte tilgang), and take it."""
    membership = get_object_or_404(members_of(request.company), pk=membership_id)
    if request.method == "GET":
        context = {"membership": membership, "nav": "members"}
        return page(request, "access/member_end.html", context=context)
    try:
        actions.end_membership(
            company=request.company, by=request.user, membership=membership, on=timezone.localdate()
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
        return go_to(request, reverse("members", args=[request.company.slug]))
    toast(request, _("%(name)s no longer has access.") % {"name": membership.user})
    return go_to(request, way_on(request, membership))


@require_POST
@requires("member.edit")
def member_invite(request: CompanyRequest, membership_id: int) -> HttpResponse:
    """Send the letter of an invitation again."""
    membership = get_object_or_404(members_of(request.company), pk=membership_id)
    try:
        actions.invite_again(
            company=request.company,
            by=request.user,
            membership=membership,
            today=timezone.localdate(),
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, _("A letter is on its way to %(email)s.") % {"email": membership.user.email})
    return go_to(request, reverse("members", args=[request.company.slug]))
