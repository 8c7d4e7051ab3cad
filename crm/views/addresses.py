"""Addresses of a party: new, change, remove."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import actions
from crm.forms import AddressForm
from crm.models import PartyAddress
from crm.views.parties import address_of_card, card_or_404
from crm.views.parts import answer_part
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui import go_to, toast

FIELDS = "crm/_address_fields.html"


def address_or_404(request: CompanyRequest, party_id: int, address_id: int) -> PartyAddress:
    """Return an address of a party."""
    addresses = PartyAddress.objects.for_company(request.company).select_related("party")
    return get_object_or_404(addresses, pk=address_id, party_id=party_id)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def address_new(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Add an address of a kind that the party does not have."""
    card = card_or_404(request, party_id)
    if not card.free_kinds:
        toast(request, _("The party has an address of every kind already."), level="warning")
        return go_to(request, address_of_card(request, card.party))
    form = AddressForm(request.POST or None, kinds=card.free_kinds)

    def save() -> PartyAddress:
        return actions.add_address(
            company=request.company,
            by=request.user,
            party=card.party,
            kind=form.cleaned_data["kind"],
            facts=form.facts(),
        )

    done = _("The address is added.")
    return answer_part(
        request, form, card.party, save, done=done, title=_("New address"), fields=FIELDS
    )


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def address_edit(request: CompanyRequest, party_id: int, address_id: int) -> HttpResponse:
    """Change an address."""
    address = address_or_404(request, party_id, address_id)
    form = AddressForm(request.POST or None, kinds=(), initial=AddressForm.initial_of(address))

    def save() -> PartyAddress:
        return actions.change_address(
            company=request.company, by=request.user, address=address, facts=form.facts()
        )

    remove_url = reverse(
        "party_address_remove", args=[request.company.slug, address.party_id, address.pk]
    )
    return answer_part(
        request,
        form,
        address.party,
        save,
        done=_("Saved."),
        title=address.get_kind_display(),
        fields=FIELDS,
        remove_url=remove_url,
    )


@require_POST
@requires("party.edit")
def address_remove(request: CompanyRequest, party_id: int, address_id: int) -> HttpResponse:
    """Remove an address."""
    address = address_or_404(request, party_id, address_id)
    actions.remove_address(company=request.company, by=request.user, address=address)
    return go_to(request, address_of_card(request, address.party), _("The address is removed."))
