"""Report pages: trial balance and ledger, each figure with a way down to entry, voucher and document."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounting.ledger.models import Account, Entry
from accounting.ledger.pages.vouchers import voucher_number
from accounting.reports.form import SelectionForm
from accounting.reports.ledger import (
    balance_before,
    ledger_entries,
    opening_balance,
    running_balances,
)
from accounting.reports.selection import Selection
from accounting.reports.trial_balance import trial_balance, trial_balance_totals
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui import page
from erp.ui.tables import Column, Kind, Table, answer_table

TRIAL_BALANCE = Table(
    name="trial-balance",
    caption=_("Trial balance"),
    columns=(
        Column("number", _("Account"), Kind.CODE, sort=("number",)),
        Column("name", _("Name"), css="stack-full"),
        Column("opening", _("Opening balance"), Kind.AMOUNT),
        Column("debit", _("Debit"), Kind.AMOUNT),
        Column("credit", _("Credit"), Kind.AMOUNT),
        Column("closing", _("Closing balance"), Kind.AMOUNT),
    ),
    default_sort="number",
    page_size=1000,
    empty_title=_("Nothing is posted in this selection"),
    empty_icon="chart",
)


def counter_account(entry: Entry) -> str:
    """Return the counter account (motkonto), or the first of several with a sign that there are more."""
    numbers: list[str] = entry.counter_accounts  # type: ignore[attr-defined]
    return f"{numbers[0]} …" if len(numbers) > 1 else "".join(numbers)


LEDGER = Table(
    name="ledger",
    caption=_("General ledger"),
    columns=(
        Column("date", _("Date"), Kind.DATE, sort=("date",)),
        Column(
            "voucher", _("Voucher"), Kind.CODE, value=lambda entry: voucher_number(entry.voucher)
        ),
        Column("text", _("Text"), css="stack-full"),
        Column("counter", _("Counter account"), Kind.CODE, value=counter_account),
        Column("party", _("Party"), value="party.name"),
        Column("vat_code", _("VAT"), Kind.CODE, value="vat_code.code"),
        Column("department", _("Dept."), Kind.CODE, value="department.code"),
        Column("project", _("Project"), Kind.CODE, value="project.code"),
        Column("debit", _("Debit"), Kind.AMOUNT, value=lambda entry: entry.debit or None),
        Column("credit", _("Credit"), Kind.AMOUNT, value=lambda entry: entry.credit or None),
        Column(
            "balance",
            _("Balance"),
            Kind.AMOUNT,
            value="balance",
            template="accounting/ledger.html#balance",
            in_export=False,
        ),
    ),
    default_sort="date",
    empty_title=_("No entries in this selection"),
    empty_icon="book",
)


def option_urls(request: CompanyRequest) -> dict[str, str]:
    """Return the addresses that the selection's comboboxes ask."""
    slug = request.company.slug
    return {
        "department": reverse("department_options", args=[slug]),
        "project": reverse("project_options", args=[slug]),
    }


@require_safe
@requires("ledger.view")
def trial_balance_page(request: CompanyRequest) -> HttpResponseBase:
    """Trial balance (saldobalanse) of some months, by dimension; each account leads to its ledger."""
    form = SelectionForm(request.company, request.GET, option_urls(request))
    selection = form.selection()
    if selection is None:
        return page(request, "accounting/trial_balance.html", context={"form": form}, status=422)
    accounts = trial_balance(request.company, selection)
    totals = trial_balance_totals(accounts)
    ledger = reverse("ledger", args=[request.company.slug])
    query = selection_query(form)
    table = replace(
        TRIAL_BALANCE,
        url=lambda account: f"{ledger}?{urlencode({'account': account.number} | query)}",
    )
    bound = table.bind(
        request,
        accounts,
        totals={
            "opening": totals.opening,
            "debit": totals.debit,
            "credit": totals.credit,
            "closing": totals.closing,
        },
    )
    context = {"form": form, "selection": selection, "undisposed": totals.undisposed}
    return answer_table(request, "accounting/trial_balance.html", bound, context=context)


def selection_query(form: SelectionForm) -> dict[str, Any]:
    """Return the selection as it stands in an address."""
    names = ("year", "first", "last", "department", "project", "free")
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}


@require_safe
@requires("ledger.view")
def ledger_page(request: CompanyRequest) -> HttpResponseBase:
    """Ledger (hovedbok) of an account with counter account and running balance; each entry leads to its voucher."""
    form = SelectionForm(request.company, request.GET, option_urls(request))
    selection = form.selection()
    number = request.GET.get("account", "").split(" ")[0]
    account = Account.objects.for_company(request.company).filter(number=number).first()
    context: dict[str, Any] = {"form": form, "account": account, "number": number, "nav": "ledger"}
    if selection is None or account is None:
        return page(
            request, "accounting/ledger.html", context=context, status=200 if selection else 422
        )
    slug = request.company.slug
    table = replace(LEDGER, url=lambda entry: reverse("voucher", args=[slug, entry.voucher_id]))
    bound = table.bind(request, ledger_entries(request.company, account, selection), totals={})
    context |= ledger_sums(request, account, selection)
    if not bound.export:
        show_balances(
            request, account, selection, [row.object for row in bound.rows], bound.sort[1]
        )
    return answer_table(request, "accounting/ledger.html", bound, context=context)


def ledger_sums(
    request: CompanyRequest, account: Account, selection: Selection
) -> dict[str, Decimal]:
    """Return opening, movement and closing of the account, from the trial balance, so that the two are one."""
    line = trial_balance(request.company, selection).filter(pk=account.pk).first()
    if line is None:
        opening = opening_balance(request.company, account, selection)
        return {"opening": opening, "debit": Decimal(0), "credit": Decimal(0), "closing": opening}
    return {name: getattr(line, name) for name in ("opening", "debit", "credit", "closing")}


def show_balances(
    request: CompanyRequest,
    account: Account,
    selection: Selection,
    entries: list[Entry],
    latest_first: bool,
) -> None:
    """Give each entry shown the `balance` after it, in the order of date and id."""
    in_order = list(reversed(entries)) if latest_first else entries
    if not in_order:
        return
    start = balance_before(request.company, account, selection, in_order[0])
    balances = running_balances(start, in_order)
    for entry in in_order:
        entry.balance = balances[entry.pk]  # type: ignore[attr-defined]
