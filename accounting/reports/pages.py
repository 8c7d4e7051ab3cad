"""Report pages: trial balance and ledger, each figure with a way down to entry, voucher and document."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounting.ledger.classes import class_of
from accounting.ledger.models import Account, Entry
from accounting.ledger.pages.no_year import answer_without_year
from accounting.ledger.queries.vouchers import voucher_name
from accounting.reports.form import DIMENSIONS, SelectionForm
from accounting.reports.ledger import (
    balance_before,
    ledger_entries,
    opening_balance,
    running_balances,
)
from accounting.reports.presets import Preset, presets_of
from accounting.reports.selection import Selection
from accounting.reports.trial_balance import trial_balance, trial_balance_totals
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui import page
from erp.ui.tables import Column, Frame, Kind, Table, answer_table

TRIAL_BALANCE = Table(
    name="trial-balance",
    caption=_("Trial balance"),
    columns=(
        Column("number", _("Account"), Kind.CODE, sort=("number",)),
        Column("name", _("Name"), css="stack-full"),
        Column("opening", _("Opening balance"), Kind.AMOUNT),
        Column(
            "debit",
            _("Debit"),
            Kind.AMOUNT,
            value=lambda account: account.debit or None,
            export=lambda account: account.debit,
        ),
        Column(
            "credit",
            _("Credit"),
            Kind.AMOUNT,
            value=lambda account: account.credit or None,
            export=lambda account: account.credit,
        ),
        Column("closing", _("Closing balance"), Kind.AMOUNT),
    ),
    default_sort="number",
    page_size=1000,
    group=class_of,
    export_menu=False,
    empty_title=_("Nothing is posted in this selection"),
    empty_icon="chart",
)


def counter_accounts(entry: Entry) -> str:
    """Return the counter accounts (motkonti)."""
    numbers: list[str] = entry.counter_accounts  # type: ignore[attr-defined]
    return ", ".join(numbers)


LEDGER = Table(
    name="ledger",
    caption=_("General ledger"),
    columns=(
        Column("voucher", _("Voucher"), Kind.CODE, value=lambda entry: voucher_name(entry.voucher)),
        Column("date", _("Date"), Kind.DATE, sort=("date",)),
        Column("text", _("Text"), css="stack-full wrap"),
        Column(
            "counter",
            _("Counter account"),
            Kind.CODE,
            value=counter_accounts,
            template="accounting/ledger.html#counter",
        ),
        Column("party", _("Party"), value="party.name"),
        Column("vat_code", _("VAT"), Kind.CODE, value="vat_code.code"),
        Column("department", _("Dept."), Kind.CODE, value="department.code"),
        Column("project", _("Project"), Kind.CODE, value="project.code"),
        Column("debit", _("Debit"), Kind.AMOUNT, value=lambda entry: entry.debit or None),
        Column("credit", _("Credit"), Kind.AMOUNT, value=lambda entry: entry.credit or None),
        Column("balance", _("Balance"), Kind.AMOUNT),
    ),
    default_sort="date",
    empty_title=_("No entries in this selection"),
    empty_icon="book",
    export_menu=False,
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
    if not form.years:
        return answer_without_year(request)
    selection = form.selection()
    if selection is None:
        return page(request, "accounting/trial_balance.html", context={"form": form}, status=422)
    accounts = trial_balance(request.company, selection)
    totals = trial_balance_totals(accounts)
    ledger = reverse("ledger", args=[request.company.slug])
    query = form.query()
    table = replace(
        TRIAL_BALANCE,
        url=lambda account: f"{ledger}?{urlencode({'account': account.number} | query)}",
    )
    parts = [
        (_("Balance sheet, class 1–2"), totals.balance_sheet),
        (_("Result, class 3–8"), totals.result),
    ]
    # A dimension has no balance of its own: only the whole company's opening must sum to zero.
    has_earlier = bool(totals.undisposed) and not selection.values
    if has_earlier:
        parts.append((_("Result of earlier years, not yet disposed of"), totals.earlier))
    shown = totals.whole if has_earlier else totals.all
    bound = table.bind(request, accounts, totals=shown, parts=parts)
    context = {
        "form": form,
        "selection": selection,
        "presets": presets(request, form),
    }
    return answer_table(request, "accounting/trial_balance.html", bound, context=context)


def presets(request: CompanyRequest, form: SelectionForm) -> list[Preset]:
    """Return the links to other months of the same report, with account and dimensions kept."""
    names = ("account", *DIMENSIONS)
    keep = {name: request.GET[name] for name in names if request.GET.get(name)}
    return presets_of(form, request.path, timezone.localdate(), keep)


@require_safe
@requires("ledger.view")
def ledger_page(request: CompanyRequest) -> HttpResponseBase:
    """Ledger (hovedbok) of an account with counter account and running balance; each entry leads to its voucher."""
    form = SelectionForm(request.company, request.GET, option_urls(request))
    if not form.years:
        return answer_without_year(request)
    selection = form.selection()
    number = request.GET.get("account", "").replace("\x00", "").split(" ")[0]
    account = Account.objects.for_company(request.company).filter(number=number).first()
    context: dict[str, Any] = {
        "form": form,
        "account": account,
        "number": str(account or number),
        "nav": "ledger",
        "selection": selection,
        "up_url": reverse("trial_balance", args=[request.company.slug]),
    }
    if selection is None or account is None:
        return page(
            request, "accounting/ledger.html", context=context, status=200 if selection else 422
        )
    slug = request.company.slug
    table = replace(LEDGER, url=lambda entry: reverse("voucher", args=[slug, entry.voucher_id]))
    sums = ledger_sums(request, account, selection)
    shown = {"debit": sums["debit"], "credit": sums["credit"], "balance": sums["closing"]}
    bound = table.bind(request, ledger_entries(request.company, account, selection), totals=shown)
    context |= sums | {
        "presets": presets(request, form),
        "up_url": f"{context['up_url']}?{urlencode(form.query())}#{TRIAL_BALANCE.name}-{account.pk}",
    }
    if not bound.export:
        show_balances(request, account, selection, list(bound.page.rows), bound.sort[1])
    frame = frame_of(sums, latest_first=bound.sort[1])
    return answer_table(request, "accounting/ledger.html", bound, context=context, frame=frame)


def frame_of(sums: dict[str, Decimal], *, latest_first: bool) -> Frame:
    """Return what stands around the rows of the export: opening and closing, and the balance after each entry."""
    ends: list[dict[str, object]] = [
        {"text": gettext("Opening balance"), "balance": sums["opening"]},
        {
            "text": gettext("Closing balance"),
            "debit": sums["debit"],
            "credit": sums["credit"],
            "balance": sums["closing"],
        },
    ]
    if latest_first:
        return Frame(ends[1], ends[0], partial(count_down, sums["closing"]))
    return Frame(ends[0], ends[1], partial(count_up, sums["opening"]))


def count_up(balance: Decimal, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give each entry the `balance` after it, from that before the first."""
    for entry in entries:
        balance += entry.amount
        entry.balance = balance  # type: ignore[attr-defined]
        yield entry


def count_down(balance: Decimal, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give each entry the `balance` after it, the latest first, from that after the latest."""
    for entry in entries:
        entry.balance = balance  # type: ignore[attr-defined]
        balance -= entry.amount
        yield entry


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
