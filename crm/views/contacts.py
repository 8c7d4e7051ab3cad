"""People to reach at a party: new, change, remove."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import actions
from crm.forms import ContactForm
from crm.models import PartyContact
from crm.views.parties import address_of_card
from crm.views.parts import answer_part, party_or_404
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui import go_to

FIELDS = "crm/_contact_fields.html"


def contact_or_404(request: CompanyRequest, party_id: int, contact_id: int) -> PartyContact:
    """Return a person of a party."""
    contacts = PartyContact.objects.for_company(request.company).select_related("party")
    return get_object_or_404(contacts, pk=contact_id, party_id=party_id)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def contact_new(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Add a person to reach."""
    party = party_or_404(request, party_id)
    form = ContactForm(request.POST or None)

    def save() -> PartyContact:
        return actions.add_contact(
            company=request.company, by=request.user, party=party, facts=form.facts()
        )

    done = _("The contact is added.")
    return answer_part(request, form, party, save, done=done, title=_("New contact"), fields=FIELDS)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def contact_edit(request: CompanyRequest, party_id: int, contact_id: int) -> HttpResponse:
    """Change a person to reach."""
    contact = contact_or_404(request, party_id, contact_id)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(contact))

    def save() -> PartyContact:
        return actions.change_contact(
            company=request.company, by=request.user, contact=contact, facts=form.facts()
        )

    remove_url = reverse(
        "party_contact_remove", args=[request.company.slug, contact.party_id, contact.pk]
    )
    return answer_part(
        request,
        form,
        contact.party,
        save,
        done=_("Saved."),
        title=contact.name,
        fields=FIELDS,
        remove_url=remove_url,
    )


@require_POST
@requires("party.edit")
def contact_remove(request: CompanyRequest, party_id: int, contact_id: int) -> HttpResponse:
    """Remove a person to reach."""
    contact = contact_or_404(request, party_id, contact_id)
    actions.remove_contact(company=request.company, by=request.user, contact=contact)
    message = _("%(name)s is removed.") % {"name": contact}
    return go_to(request, address_of_card(request, contact.party), message)
