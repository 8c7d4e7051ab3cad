"""The list of parties, and what comboboxes ask of it."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm.models import Party
from crm.queries.parties import ROLE_FIELDS, numbers_of, parties_of, with_city
from crm.queries.search import matching
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui.options import Option, answer_options, query_of
from erp.ui.requests import Label
from erp.ui.tables import ChoiceFilter, Column, Kind, Table, answer_table

ROLE_NAMES = (
    ("customer", _("Customers")),
    ("supplier", _("Suppliers")),
    ("employee", _("Employees")),
    ("group", _("Group companies")),
)
USES = (("yes", _("In use")), ("no", _("Not in use")))


def narrow_to_role(parties: QuerySet[Party], role: str) -> QuerySet[Party]:
    """Return the parties with a role."""
    return parties.filter(ROLE_FIELDS[role])


def narrow_to_use(parties: QuerySet[Party], use: str) -> QuerySet[Party]:
    """Return the parties that are in use, or those that are not."""
    return parties.filter(is_active=use == "yes")


def number_column(role: str, label: Label) -> Column:
    """Return the column of the numbers of one role."""
    name = f"{role}_number"
    return Column(name, label, Kind.CODE, sort=(name,), css="stack-third")


def in_use(party: Party) -> str:
    """Return whether a party is in use, as text."""
    return str(_("yes") if party.is_active else _("no"))


def vat_registered(party: Party) -> str:
    """Return whether a party is registered for VAT, as text; nothing when it is not known."""
    known = {True: str(_("yes")), False: str(_("no"))}
    return "" if party.vat_registered is None else known[party.vat_registered]


EMPLOYEE_NUMBER = number_column("employee", _("Employee no."))
ON_SCREEN = (
    Column("name", _("Name"), sort=("sort_name",), template="crm/party_list.html#party-name"),
    number_column("customer", _("Customer no.")),
    number_column("supplier", _("Supplier no.")),
    Column("orgnr", _("Org. no."), Kind.CODE, template="crm/party_list.html#party-orgnr"),
    Column("city", _("City")),
    Column("email", _("E-mail"), css="stack-full"),
    Column("phone", _("Telephone"), Kind.CODE),
)
IN_FILE = (
    Column("country", _("Country"), on_screen=False),
    Column("vat_registered", _("Registered for VAT"), on_screen=False, export=vat_registered),
    Column("website", _("Website"), on_screen=False),
    Column("customer_terms_days", _("Days to pay, customer"), Kind.NUMBER, on_screen=False),
    Column("supplier_terms_days", _("Days to pay, supplier"), Kind.NUMBER, on_screen=False),
    Column("is_active", _("In use"), on_screen=False, export=in_use),
)


def columns_for(role: str) -> tuple[Column, ...]:
    """Return the columns; the employee's number stands on the screen among employees only."""
    employee = replace(EMPLOYEE_NUMBER, on_screen=role == "employee")
    return (*ON_SCREEN[:3], employee, *ON_SCREEN[3:], *IN_FILE)


PARTIES = Table(
    name="parties",
    caption=_("Customers and suppliers"),
    columns=columns_for(""),
    default_sort="name",
    filters=(
        ChoiceFilter("role", _("Role"), ROLE_NAMES, narrow_to_role),
        ChoiceFilter("in_use", _("Status"), USES, narrow_to_use),
    ),
    search=matching,
    search_label=_("Name or number"),
    empty_title=_("No customers or suppliers yet"),
    empty_text=_(
        "Make the first by hand or by organisation number, or post an invoice from the inbox."
    ),
    empty_icon="building",
)


@require_safe
@requires("party.view")
def party_list(request: CompanyRequest) -> HttpResponseBase:
    """All parties (kunder og leverandører)."""
    slug = request.company.slug
    table = replace(
        PARTIES,
        columns=columns_for(request.GET.get("role", "")),
        url=lambda party: reverse("party", args=[slug, party.pk]),
    )
    rows = with_city(parties_of(request.company))
    return answer_table(request, "crm/party_list.html", table.bind(request, rows))


@require_safe
@requires("party.view")
def party_suggest(request: CompanyRequest) -> HttpResponse:
    """Parties that match what is typed, for comboboxes."""
    found = parties_of(request.company, request.GET.get("role", "")).filter(is_active=True)
    if text := query_of(request):
        found = matching(found, text)
    options = [
        Option(p.pk, p.name, p.name, numbers_of(p), p.orgnr)
        for p in found.order_by("sort_name")[:20]
    ]
    return answer_options(request, options)
