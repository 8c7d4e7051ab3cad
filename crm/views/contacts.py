"""People to reach at a party: new, change, remove."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import actions
from crm.forms import ContactForm
from crm.models import Party, PartyContact
from crm.views.parties import address_of_card
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page


def party_or_404(request: CompanyRequest, party_id: int) -> Party:
    """Return a party; another company's is not there."""
    return get_object_or_404(Party.objects.for_company(request.company), pk=party_id)


def contact_or_404(request: CompanyRequest, party_id: int, contact_id: int) -> PartyContact:
    """Return a person of a party."""
    contacts = PartyContact.objects.for_company(request.company).select_related("party")
    return get_object_or_404(contacts, pk=contact_id, party_id=party_id)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def contact_new(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Add a person to reach."""
    known = party_or_404(request, party_id)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_contact(
                company=request.company, by=request.user, party=known, facts=form.facts()
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, known), _("The contact is added."))
    return contact_page(request, form, known, None)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def contact_edit(request: CompanyRequest, party_id: int, contact_id: int) -> HttpResponse:
    """Change a person to reach."""
    contact = contact_or_404(request, party_id, contact_id)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(contact))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(
                company=request.company, by=request.user, contact=contact, facts=form.facts()
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, contact.party), _("Saved."))
    return contact_page(request, form, contact.party, contact)


def contact_page(
    request: CompanyRequest, form: ContactForm, party: Party, contact: PartyContact | None
) -> HttpResponse:
    """Answer with the form of a person."""
    context = {"form": form, "party": party, "contact": contact}
    status = 422 if form.errors else 200
    return page(request, "crm/contact_edit.html", "contact-form", context=context, status=status)


@require_POST
@requires("party.edit")
def contact_remove(request: CompanyRequest, party_id: int, contact_id: int) -> HttpResponse:
    """Remove a person to reach."""
    contact = contact_or_404(request, party_id, contact_id)
    actions.remove_contact(company=request.company, by=request.user, contact=contact)
    message = _("%(name)s is removed.") % {"name": contact}
    return go_to(request, address_of_card(request, contact.party), message)
