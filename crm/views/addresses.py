"""Addresses of a party: new, change, remove."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import actions
from crm.forms import AddressForm
from crm.models import Party, PartyAddress
from crm.views.parties import address_of_card, card_or_404
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page, toast


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
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_address(
                company=request.company,
                by=request.user,
                party=card.party,
                kind=form.cleaned_data["kind"],
                facts=form.facts(),
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, card.party), _("The address is added."))
    return address_page(request, form, card.party, None)


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def address_edit(request: CompanyRequest, party_id: int, address_id: int) -> HttpResponse:
    """Change an address."""
    address = address_or_404(request, party_id, address_id)
    form = AddressForm(request.POST or None, kinds=(), initial=AddressForm.initial_of(address))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_address(
                company=request.company, by=request.user, address=address, facts=form.facts()
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, address.party), _("Saved."))
    return address_page(request, form, address.party, address)


def address_page(
    request: CompanyRequest, form: AddressForm, party: Party, address: PartyAddress | None
) -> HttpResponse:
    """Answer with the form of an address."""
    context = {"form": form, "party": party, "address": address}
    status = 422 if form.errors else 200
    return page(request, "crm/address_edit.html", "address-form", context=context, status=status)


@require_POST
@requires("party.edit")
def address_remove(request: CompanyRequest, party_id: int, address_id: int) -> HttpResponse:
    """Remove an address."""
    address = address_or_404(request, party_id, address_id)
    actions.remove_address(company=request.company, by=request.user, address=address)
    return go_to(request, address_of_card(request, address.party), _("The address is removed."))
