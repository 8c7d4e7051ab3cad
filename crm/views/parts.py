"""What stands on a party's card in rows of its own (contacts, addresses): the one way such a row is typed and saved."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from crm.models import Party
from crm.views.parties import address_of_card
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui import go_to, page


def party_or_404(request: CompanyRequest, party_id: int) -> Party:
    """Return a party; another company's is not there."""
    return get_object_or_404(Party.objects.for_company(request.company), pk=party_id)


def answer_part(
    request: CompanyRequest,
    form: forms.Form,
    party: Party,
    save: Callable[[], object],
    *,
    done: str,
    title: str,
    fields: str,
    remove_url: str = "",
) -> HttpResponse:
    """Save what was sent and go back to the card, or show the form: empty, or with what is wrong.

    `save` calls the action; `done` is the toast; `fields` is the template that lays out the form's fields; a row
    that is there has an address that removes it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, party), done)
    context = {
        "form": form,
        "fields": fields,
        "party": party,
        "title": title,
        "remove_url": remove_url,
    }
    status = 422 if form.errors else 200
    return page(request, "crm/part_edit.html", "part-form", context=context, status=status)
