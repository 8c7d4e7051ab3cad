"""Pages of open items (åpne poster): all of them, those of a party, settling and undoing."""

from dataclasses import replace
from uuid import uuid4

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
from accounting.open_items.forms import SettleForm
from accounting.open_items.models import OpenItem, Settlement
from accounting.open_items.queries import (
    difference_of,
    find_items,
    items_of_party,
    latest_settlements,
    oldest_items,
    open_items_of,
    party_balance,
)
from crm.models import Party
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.money import format_amount
from erp.ui.pages import fragment, go_to, toast
from erp.ui.tables import ChoiceFilter, Column, DateRangeFilter, Kind, Table, answer_table

ON_CARD = 10


def narrow_to_role(items: QuerySet[OpenItem], role: str) -> QuerySet[OpenItem]:
    """Return the items of one sub-ledger."""
    return items.filter(account__party_role=role)


VOUCHER = Column(
    "voucher", gettext_lazy("Voucher"), Kind.CODE, value=lambda item: voucher_name(item.voucher)
)
INVOICE = Column("invoice_number", gettext_lazy("Invoice"), Kind.CODE)
DATE = Column("date", gettext_lazy("Date"), Kind.DATE, sort=("date",))
DUE = Column("due_date", gettext_lazy("Due date"), Kind.DATE, template="accounting/_due.html")
KID = Column("kid", "KID", Kind.CODE)
AMOUNT = Column("amount", gettext_lazy("Amount"), Kind.AMOUNT)
REMAINING = Column("remaining", gettext_lazy("Remaining"), Kind.AMOUNT, total="remaining")


def foreign_rest(item: OpenItem) -> str:
    """Return what is left of an item in its currency, with the currency's code; nothing for kroner."""
    if item.currency == "NOK":
        return ""
    return f"{format_amount(item.currency_remaining)}\N{NO-BREAK SPACE}{item.currency}"


# For a party with items in a foreign currency: what is left is weighed in that when items are settled.
IN_CURRENCY = (
    Column(
        "currency_rest",
        gettext_lazy("Remaining in currency"),
        Kind.NUMBER,
        value=foreign_rest,
        in_export=False,
    ),
    Column("currency", gettext_lazy("Currency"), Kind.CODE, on_screen=False),
    Column(
        "currency_remaining", gettext_lazy("Remaining in currency"), Kind.AMOUNT, on_screen=False
    ),
)
FILTERS = (
    ChoiceFilter("role", gettext_lazy("Sub-ledger"), PartyRole.choices, narrow_to_role),
    DateRangeFilter("due", gettext_lazy("Due date"), "due_date"),
)

OPEN_ITEMS = Table(
    name="open_items",
    caption=gettext_lazy("Open items"),
    columns=(
        Column("party", gettext_lazy("Name"), value="party.name"),
        INVOICE,
        VOUCHER,
        DATE,
        DUE,
        KID,
        AMOUNT,
        REMAINING,
    ),
    default_sort="date",
    filters=FILTERS,
    empty_title=gettext_lazy("Nothing is open"),
    empty_text=gettext_lazy(
        "Invoices and payments stand here from when they are posted until they are settled."
    ),
    empty_icon="check-circle",
)

PARTY_ITEMS = replace(
    OPEN_ITEMS,
    name="party_items",
    columns=(
        VOUCHER,
        INVOICE,
        Column("account", gettext_lazy("Account"), Kind.CODE, value="account.number"),
        DATE,
        replace(DUE, sort=("due_date",)),
        KID,
        AMOUNT,
        # By size, so that what cancels stands together.
        replace(REMAINING, sort=("size",)),
    ),
    search=find_items,
    search_label=gettext_lazy("Invoice, KID or amount"),
    row_label=lambda item: f"{voucher_name(item.voucher)} {format_amount(item.remaining)}",
    tall=False,
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
def party_items_page(request: CompanyRequest, party_id: int) -> HttpResponseBase:
    """The open items of a party, to be settled, and the latest settlements, to be undone."""
    today = timezone.localdate()
    slug = request.company.slug
    may_settle = "open_item.settle" in request.permissions
    balance = party_balance(request.company, party_id, today)
    table = replace(
        PARTY_ITEMS,
        columns=PARTY_ITEMS.columns + (IN_CURRENCY if balance.foreign else ()),
        url=lambda item: reverse("voucher", args=[slug, item.voucher_id]),
        bulk_template="accounting/_settle.html" if may_settle else "",
    )
    context = {
        "party": party_or_404(request, party_id),
        "balance": balance,
        "settlements": latest_settlements(request.company, party_id),
        "today": today,
        "key": uuid4(),
        "may_settle": may_settle,
        "nav": "open_items",
    }
    bound = table.bind(request, items_of_party(request.company, party_id))
    return answer_table(request, "accounting/party_items.html", bound, context=context)


@require_safe
@requires("ledger.view")
def party_items_panel(request: CompanyRequest, party_id: int) -> HttpResponse:
    """The panel of a party's card: the oldest that is open, and how much of it is overdue."""
    today = timezone.localdate()
    party = party_or_404(request, party_id)
    context = {
        "party": party,
        "balance": party_balance(request.company, party.pk, today),
        "items": oldest_items(request.company, party.pk, ON_CARD),
        "today": today,
    }
    return fragment(request, "accounting/_party_items.html", context=context)


@require_POST
@requires("open_item.settle")
def settle(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Settle the chosen items (utligne)."""
    party = party_or_404(request, party_id)
    form = SettleForm(request.POST)
    try:
        if not form.is_valid():
            raise form.refusal()
        settlement = actions.settle_chosen(
            company=request.company,
            by=request.user,
            party_id=party.pk,
            chosen=form.cleaned_data["selected"],
            key=form.cleaned_data["key"],
            on=timezone.localdate(),
            reason=_("Settled by hand"),
        )
    except BusinessError as refusal:
        toast(request, str(refusal), level="error")
    else:
        difference = difference_of(request.company, settlement)
        toast(request, _("The items are settled."), detail=told_difference(difference))
    return go_to(request, reverse("party_items", args=[request.company.slug, party.pk]))


def told_difference(item: OpenItem | None) -> str:
    """Tell of the exchange difference that settling posted, with its voucher; nothing when there was none."""
    if item is None:
        return ""
    if item.amount > 0:
        message = _("An exchange gain of %(amount)s is posted as voucher %(voucher)s.")
    else:
        message = _("An exchange loss of %(amount)s is posted as voucher %(voucher)s.")
    return message % {
        "amount": format_amount(abs(item.amount)),
        "voucher": voucher_name(item.voucher),
    }


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
