"""Pages of open items (åpne poster): all of them, those of a party, settling and undoing."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounting.ledger.models import PartyRole
from accounting.ledger.queries.vouchers import voucher_name
from accounting.open_items import actions
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.queries import (
    items_of_party,
    latest_settlements,
    open_items_of,
    party_items,
)
from accounting.open_items.rules import Left, match_parts
from crm.models import Party
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.ui.pages import fragment, go_to, page, toast
from erp.ui.tables import ChoiceFilter, Column, DateRangeFilter, Kind, Table, answer_table


def narrow_to_role(items: QuerySet[OpenItem], role: str) -> QuerySet[OpenItem]:
    """Return the items of one sub-ledger."""
    return items.filter(account__party_role=role)


OPEN_ITEMS = Table(
    name="open_items",
    caption=gettext_lazy("Open items"),
    columns=(
        Column("party", gettext_lazy("Name"), value="party.name"),
        Column("invoice_number", gettext_lazy("Invoice"), Kind.CODE),
        Column(
            "voucher",
            gettext_lazy("Voucher"),
            Kind.CODE,
            value=lambda item: voucher_name(item.voucher),
        ),
        Column("date", gettext_lazy("Date"), Kind.DATE, sort=("date",)),
        Column(
            "due_date",
            gettext_lazy("Due date"),
            Kind.DATE,
            template="accounting/open_items.html#due",
        ),
        Column("kid", "KID", Kind.CODE),
        Column("amount", gettext_lazy("Amount"), Kind.AMOUNT),
        Column("remaining", gettext_lazy("Remaining"), Kind.AMOUNT, total="remaining"),
    ),
    default_sort="date",
    filters=(
        ChoiceFilter("role", gettext_lazy("Sub-ledger"), PartyRole.choices, narrow_to_role),
        DateRangeFilter("due", gettext_lazy("Due date"), "due_date"),
    ),
    empty_title=gettext_lazy("Nothing is open"),
    empty_text=gettext_lazy("Every invoice is paid and every payment has found its invoice."),
    empty_icon="check-circle",
)


@require_safe
@requires("ledger.view")
def open_items(request: CompanyRequest) -> HttpResponseBase:
    """All open items (åpne poster), the oldest first."""
    slug = request.company.slug
    table = replace(OPEN_ITEMS, url=lambda item: reverse("party_items", args=[slug, item.party_id]))
    bound = table.bind(request, open_items_of(request.company))
    context = {"today": timezone.localdate()}
    return answer_table(request, "accounting/open_items.html", bound, context=context)


def party_or_404(request: CompanyRequest, party_id: int) -> Party:
    """Return a party; another company's is not there."""
    return get_object_or_404(Party.objects.for_company(request.company), pk=party_id)


@require_safe
@requires("ledger.view")
def party_items_page(request: CompanyRequest, party_id: int) -> HttpResponse:
    """The open items of a party, to be settled, and the latest settlements, to be undone."""
    today = timezone.localdate()
    context = {
        "party": party_or_404(request, party_id),
        "ledger": party_items(request.company, party_id, today),
        "settlements": latest_settlements(request.company, party_id),
        "today": today,
        "may_settle": "open_item.settle" in request.permissions,
        "nav": "open_items",
    }
    return page(request, "accounting/party_items.html", context=context)


@require_safe
@requires("ledger.view")
def party_items_panel(request: CompanyRequest, party_id: int) -> HttpResponse:
    """The panel of a party's card: what is open, and how much of it is overdue."""
    today = timezone.localdate()
    party = party_or_404(request, party_id)
    context = {
        "party": party,
        "ledger": party_items(request.company, party.pk, today),
        "today": today,
    }
    return fragment(request, "accounting/_party_items.html", context=context)


@require_POST
@requires("open_item.settle")
def settle(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Settle the chosen items (utligne): the smaller side whole, the larger from its oldest item on."""
    party = party_or_404(request, party_id)
    chosen = {int(pk) for pk in request.POST.getlist("selected") if pk.isdecimal() and len(pk) < 19}
    items = items_of_party(request.company, party.pk).filter(pk__in=chosen)
    parts = match_parts([Left(item.pk, item.date, item.remaining) for item in items])
    try:
        actions.settle_items(
            company=request.company,
            by=request.user,
            parts=parts,
            on=timezone.localdate(),
            reason=_("Settled by hand"),
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, _("The items are settled."))
    return go_to(request, reverse("party_items", args=[request.company.slug, party.pk]))


@require_POST
@requires("open_item.settle")
def settlement_undo(request: CompanyRequest, settlement_id: int) -> HttpResponse:
    """Undo a settlement; its items are open again as they were."""
    settlement = get_object_or_404(
        Settlement.objects.for_company(request.company), pk=settlement_id
    )
    line = settlement.lines.select_related("open_item").first()
    if line is None:
        raise Http404
    try:
        actions.undo_settlement(
            company=request.company,
            by=request.user,
            settlement=settlement,
            on=timezone.localdate(),
            reason=_("Undone by hand"),
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, _("The settlement is undone."))
    return go_to(
        request, reverse("party_items", args=[request.company.slug, line.open_item.party_id])
    )
