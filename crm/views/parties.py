"""The card of a party; making and changing parties, their roles, and whether they are in use."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm import actions
from crm.actions.parties import versioned_party
from crm.forms import ROLE_CHOICES, NewPartyForm, PartyForm, initial_of, initial_of_unit
from crm.models import Party
from crm.queries.parties import PartyCard, party_card
from crm.queries.register import RegisterAnswer, is_standin, look_up, manager_of
from crm.rules import website_url
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.db.versions import VersionField, version_of
from erp.errors import BusinessError
from erp.ui import go_to, page, toast
from erp.ui.pages import wants_fragment


def card_or_404(request: CompanyRequest, party_id: int) -> PartyCard:
    """Return a party's card; another company's is not there."""
    try:
        return party_card(request.company, party_id, timezone.localdate())
    except Party.DoesNotExist as error:
        raise Http404 from error


def address_of_card(request: CompanyRequest, party: Party) -> str:
    """Return the address of a party's card."""
    return reverse("party", args=[request.company.slug, party.pk])


@require_safe
@requires("party.view")
def party(request: CompanyRequest, party_id: int) -> HttpResponse:
    """A party's plain card (kundekort); other apps add their panels."""
    card = card_or_404(request, party_id)
    role_names = dict(ROLE_CHOICES)
    context = {
        "card": card,
        "roles": [(role_names[role], number) for role, number in card.roles.items()],
        "other_roles": [choice for choice in ROLE_CHOICES if choice[0] not in card.roles],
        "may_edit": "party.edit" in request.permissions,
        "may_bank": "party.bank" in request.permissions,
        "website_url": website_url(card.party.website),
    }
    return page(request, "crm/party.html", context=context)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def party_new(request: CompanyRequest) -> HttpResponse:
    """Make a party by hand, or from Enhetsregisteret: `?q=` looks up, `?orgnr=` fills in."""
    if request.method == "POST":
        return make_party(request)
    role = request.GET.get("role", "customer")
    found = look_up(request.company, request.GET.get("orgnr") or request.GET.get("q", ""))
    initial: dict[str, Any] = {"roles": [role]}
    context: dict[str, Any] = {"found": found, "role": role, "is_standin": is_standin()}
    if not wants_fragment(request) and found.chosen and not found.chosen.party:
        unit = found.chosen.unit
        initial |= initial_of_unit(unit)
        context |= {"filled": found.chosen, "manager": manager_of(unit.orgnr)}
    form = context["form"] = NewPartyForm(initial=initial)
    if "filled" in context:
        form.fields["name"].widget.attrs["autofocus"] = True
    return page(request, "crm/party_new.html", "register-hits", context=context)


def make_party(request: CompanyRequest) -> HttpResponse:
    """Make the party of a form that was sent, or show what is wrong with it."""
    form, exists = NewPartyForm(request.POST), None
    if form.is_valid():
        try:
            made = actions.create_party(
                company=request.company, by=request.user, facts=form.facts(), source_key=form.key
            )
        except actions.PartyExists as refusal:
            exists = refusal.party
            refusal.add_to(form)
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            message = _("%(name)s is made.") % {"name": made}
            return go_to(request, address_of_card(request, made), message)
    context = {
        "form": form,
        "exists": exists,
        "found": RegisterAnswer(),
        "role": "customer",
        "is_standin": is_standin(),
    }
    return page(request, "crm/party_new.html", "party-form", context=context, status=422)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def party_edit(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Change what is known of a party, and give it more roles."""
    version = version_of(versioned_party(party_id))
    card = card_or_404(request, party_id)
    form = PartyForm(request.POST or None, initial=initial_of(card) | {"version": version})
    form.fields["version"] = VersionField()
    form.offer_roles([role for role, number in card.roles.items() if number is not None])
    exists = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_party(
                company=request.company,
                by=request.user,
                party=card.party,
                facts=form.facts(),
                version=form.cleaned_data["version"],
            )
        except actions.PartyExists as refusal:
            exists = refusal.party
            refusal.add_to(form)
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, card.party), _("Saved."))
    context = {"form": form, "party": card.party, "exists": exists}
    status = 422 if form.errors else 200
    return page(request, "crm/party_edit.html", "party-form", context=context, status=status)


@require_POST
@requires("party.edit")
def party_role(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Give a party one more role."""
    known = card_or_404(request, party_id).party
    try:
        actions.give_role(
            company=request.company,
            by=request.user,
            party=known,
            role=request.POST.get("role", ""),
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, _("Saved."))
    return go_to(request, address_of_card(request, known))


@require_POST
@requires("party.edit")
def party_activate(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Take a party into use again."""
    known = card_or_404(request, party_id).party
    actions.activate_party(company=request.company, by=request.user, party=known)
    message = _("%(name)s is in use again.") % {"name": known}
    return go_to(request, address_of_card(request, known), message)


@require_POST
@requires("party.edit")
def party_deactivate(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Take a party out of use."""
    known = card_or_404(request, party_id).party
    actions.deactivate_party(company=request.company, by=request.user, party=known)
    message = _("%(name)s is no longer in use.") % {"name": known}
    return go_to(request, address_of_card(request, known), message)
