"""Pages of the chart of accounts (kontoplan): the list, an account, a new one."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounting.ledger.actions import create_account, update_account
from accounting.ledger.actions.accounts import versioned_account
from accounting.ledger.chart_files.asked import DEFAULTS, REQUIRED, Asked, written
from accounting.ledger.chart_files.columns import BY_NAME
from accounting.ledger.classes import CLASSES
from accounting.ledger.models import Account
from accounting.ledger.pages.account_form import AccountForm
from accounting.ledger.pages.tabs import chart_tabs
from accounting.ledger.queries.chart import (
    AccountCard,
    account_card,
    chart_matching,
    chart_of,
    codes_by_code,
    rules_of,
)
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.db.versions import version_of
from erp.errors import BusinessError
from erp.ui import go_to, page
from erp.ui.tables import ChoiceFilter, Column, Kind, Table, answer_table

STATES = (
    ("active", gettext_lazy("In use")),
    ("inactive", gettext_lazy("Not in use")),
    ("ungrouped", gettext_lazy("Without a SAF-T grouping code")),
)
NARROWED: dict[str, dict[str, Any]] = {
    "active": {"is_active": True},
    "inactive": {"is_active": False},
    "ungrouped": {"grouping_code": "", "is_active": True},
}


def narrow_to_class(accounts: QuerySet[Account], first: str) -> QuerySet[Account]:
    """Return the accounts of a class."""
    return accounts.filter(number__startswith=first)


def narrow_to_state(accounts: QuerySet[Account], state: str) -> QuerySet[Account]:
    """Return the accounts in or out of use, or those that SAF-T would miss."""
    return accounts.filter(**NARROWED[state])


def yes_or_no(name: str) -> Any:
    """Return what an export writes for a flag."""
    return lambda account: _("yes") if getattr(account, name) else _("no")


def rule_column(name: str) -> Column:
    """Return a column of the export for what accounts ask of dimensions, as the import reads it."""

    def cell(account: Account) -> str:
        asked = {
            rule.dimension.code: Asked(
                rule.is_required, rule.default_value.code if rule.default_value else ""
            )
            for rule in account.dimension_rules.all()
        }
        return written(asked)[name]

    return Column(name, BY_NAME[name].label, export=cell, on_screen=False)


def flag_column(name: str) -> Column:
    """Return a column of the export for a flag, which the list shows as a badge."""
    return Column(name, BY_NAME[name].label, export=yes_or_no(name), on_screen=False)


CHART = Table(
    name="chart",
    caption=gettext_lazy("Chart of accounts"),
    columns=(
        Column("number", BY_NAME["number"].label, Kind.CODE, sort=("number",)),
        Column("name", BY_NAME["name"].label, sort=("name",), css="stack-full"),
        Column("grouping_category", BY_NAME["grouping_category"].label, on_screen=False),
        Column(
            "grouping_code",
            BY_NAME["grouping_code"].label,
            Kind.CODE,
            sort=("grouping_code",),
            template="accounting/chart.html#grouping",
        ),
        Column("vat_code", BY_NAME["vat_code"].label, Kind.CODE, value="default_vat_code.code"),
        Column(
            "party_role",
            BY_NAME["party_role"].label,
            value=lambda account: account.get_party_role_display() if account.party_role else "",
        ),
        Column(
            "flags",
            gettext_lazy("Properties"),
            template="accounting/chart.html#flags",
            in_export=False,
        ),
        flag_column("is_vat_account"),
        flag_column("requires_vat_code"),
        flag_column("is_locked"),
        rule_column(REQUIRED),
        rule_column(DEFAULTS),
        flag_column("is_active"),
    ),
    default_sort="number",
    filters=(
        ChoiceFilter("class", gettext_lazy("Class"), tuple(CLASSES.items()), narrow_to_class),
        ChoiceFilter("state", gettext_lazy("State"), STATES, narrow_to_state),
    ),
    search=chart_matching,
    search_label=gettext_lazy("Number or name"),
    empty_title=gettext_lazy("No accounts yet"),
    empty_text=gettext_lazy("Import a chart, or make the first account."),
    empty_icon="rows",
    page_size=250,
)


@require_safe
@requires("ledger.view")
def chart(request: CompanyRequest) -> HttpResponseBase:
    """The chart of accounts (kontoplan)."""
    slug = request.company.slug
    table = replace(CHART, url=lambda account: reverse("chart_account", args=[slug, account.pk]))
    context = {
        "tabs": chart_tabs(request, "chart"),
        "may_edit": "chart.edit" in request.permissions,
    }
    bound = table.bind(request, chart_of(request.company))
    return answer_table(request, "accounting/chart.html", bound, context=context)


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def account(request: CompanyRequest, account_id: int) -> HttpResponse:
    """An account (konto), and its change by those who may edit the chart."""
    version = version_of(versioned_account(account_id))
    try:
        card = account_card(request.company, account_id)
    except Account.DoesNotExist as error:
        raise Http404 from error
    form = account_form(request, card)
    form.initial["version"] = version
    if request.method == "POST" and form.is_valid():
        try:
            row = update_account(
                company=request.company,
                by=request.user,
                account=card.account,
                facts=form.facts(),
                rules=form.cleaned_data["rules"],
                version=form.cleaned_data["version"],
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("chart", args=[request.company.slug])
            return go_to(request, url, _("%(account)s is saved.") % {"account": row})
    return account_page(request, form, card)


@require_http_methods(["GET", "POST"])
@requires("chart.edit")
def account_new(request: CompanyRequest) -> HttpResponse:
    """Make an account (ny konto)."""
    form = account_form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            row = create_account(
                company=request.company,
                by=request.user,
                facts=form.facts(),
                rules=form.cleaned_data["rules"],
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            url = reverse("chart", args=[request.company.slug])
            return go_to(request, url, _("%(name)s is made.") % {"name": row})
    return account_page(request, form, None)


def account_form(request: CompanyRequest, card: AccountCard | None) -> AccountForm:
    """Return the form of an account, or of a new one."""
    slug = request.company.slug
    return AccountForm(
        request.POST if request.method == "POST" else None,
        company=request.company,
        codes=list(codes_by_code(request.company).values()),
        rules=card.rules if card else rules_of(request.company, None),
        urls={
            "groupings": reverse("grouping_options", args=[slug]),
            "values": reverse("value_options", args=[slug]),
        },
        facts=card.use.facts if card else None,
    )


def account_page(
    request: CompanyRequest, form: AccountForm, card: AccountCard | None
) -> HttpResponse:
    """Answer with the form of an account."""
    context = {
        "form": form,
        "card": card,
        "may_edit": "chart.edit" in request.permissions,
    }
    status = 422 if form.errors else 200
    return page(request, "accounting/account.html", "account-form", context=context, status=status)
