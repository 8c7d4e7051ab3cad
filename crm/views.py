"""Pages of parties: list, card, new and edit, bank accounts, and what comboboxes ask."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from crm import actions
from crm.forms import BankAccountForm, PartyForm, initial_of
from crm.models import Party
from crm.queries.parties import ROLE_FIELDS, PartyCard, matching, parties_of, party_card
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.dates import format_date
from erp.errors import BusinessError
from erp.ui import go_to, page
from erp.ui.options import Option, answer_options, query_of
from erp.ui.tables import ChoiceFilter, Column, Kind, Table, answer_table

ROLE_NAMES = (
    ("customer", gettext_lazy("Customers")),
    ("supplier", gettext_lazy("Suppliers")),
    ("employee", gettext_lazy("Employees")),
    ("group", gettext_lazy("Group companies")),
)


def numbers_of(party: Party) -> str:
    """Return the numbers that a party has."""
    numbers = (party.customer_number, party.supplier_number, party.employee_number)
    return " · ".join(str(number) for number in numbers if number is not None)


def narrow_to_role(parties: QuerySet[Party], role: str) -> QuerySet[Party]:
    """Return the parties with a role."""
    return parties.filter(ROLE_FIELDS[role])


PARTIES = Table(
    name="parties",
    caption=gettext_lazy("Customers and suppliers"),
    columns=(
        Column("name", gettext_lazy("Name"), sort=("name",)),
        Column("numbers", gettext_lazy("Number"), Kind.CODE, value=numbers_of),
        Column("orgnr", gettext_lazy("Org. no."), Kind.CODE),
        Column("email", gettext_lazy("E-mail")),
        Column("phone", gettext_lazy("Telephone"), Kind.CODE),
    ),
    default_sort="name",
    filters=(ChoiceFilter("role", gettext_lazy("Role"), ROLE_NAMES, narrow_to_role),),
    search=matching,
    search_label=gettext_lazy("Name or number"),
    empty_title=gettext_lazy("No customers or suppliers yet"),
    empty_text=gettext_lazy(
        "Make the first by hand or by organisation number, or post an invoice from the inbox."
    ),
    empty_icon="building",
)


@require_safe
@requires("party.view")
def party_list(request: CompanyRequest) -> HttpResponseBase:
    """All parties (kunder og leverandører)."""
    slug = request.company.slug
    table = replace(PARTIES, url=lambda party: reverse("party", args=[slug, party.pk]))
    return answer_table(
        request, "crm/party_list.html", table.bind(request, parties_of(request.company))
    )


def card_or_404(request: CompanyRequest, party_id: int) -> PartyCard:
    """Return a party's card; another company's is not there."""
    try:
        return party_card(request.company, party_id)
    except Party.DoesNotExist as error:
        raise Http404 from error


@require_safe
@requires("party.view")
def party(request: CompanyRequest, party_id: int) -> HttpResponse:
    """A party's plain card (kundekort); other apps add their panels."""
    context = {
        "card": card_or_404(request, party_id),
        "may_edit": "party.edit" in request.permissions,
    }
    return page(
        request,
        "crm/party.html",
        context=context | {"may_bank": "party.bank" in request.permissions},
    )


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def party_new(request: CompanyRequest) -> HttpResponse:
    """Make a party by hand, or from the register by organisation number."""
    form = PartyForm(request.POST or None, initial={"roles": [request.GET.get("role", "customer")]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_party(
                company=request.company, by=request.user, facts=form.facts()
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request,
                reverse("party", args=[request.company.slug, made.pk]),
                _("%(name)s is made.") % {"name": made},
            )
    return page(
        request,
        "crm/party_edit.html",
        "party-form",
        context={"form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("party.edit")
def party_edit(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Change what is known of a party."""
    known = card_or_404(request, party_id).party
    form = PartyForm(request.POST or None, initial=initial_of(known))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_party(
                company=request.company, by=request.user, party=known, facts=form.facts()
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request, reverse("party", args=[request.company.slug, known.pk]), _("Saved.")
            )
    context = {"form": form, "party": known}
    return page(
        request,
        "crm/party_edit.html",
        "party-form",
        context=context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("party.bank")
def bank_account_new(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Add a bank account to a party by hand."""
    known = card_or_404(request, party_id).party
    today = timezone.localdate()
    form = BankAccountForm(request.POST or None, today=today, initial={"since": format_date(today)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_bank_account(
                company=request.company, by=request.user, party=known, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request,
                reverse("party", args=[request.company.slug, known.pk]),
                _("The account is added."),
            )
    context = {"form": form, "party": known}
    return page(
        request,
        "crm/bank_account.html",
        "bank-form",
        context=context,
        status=422 if form.errors else 200,
    )


@require_safe
@requires("party.view")
def party_suggest(request: CompanyRequest) -> HttpResponse:
    """Parties that match what is typed, for comboboxes."""
    found = matching(
        parties_of(request.company, request.GET.get("role", "")).filter(is_active=True),
        query_of(request),
    )
    options = [
        Option(p.pk, p.name, p.name, numbers_of(p), p.orgnr) for p in found.order_by("name")[:20]
    ]
    return answer_options(request, options)
