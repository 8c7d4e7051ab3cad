"""The panels that accounting gives the overview (oversikt): key figures, months, what is overdue, latest vouchers."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounting.ledger.queries.vouchers import latest_vouchers
from accounting.open_items.queries import overdue_items
from accounting.reports.key_figures import AGES, Owed, key_figures
from accounting.reports.months import latest_months
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui.charts import bar_chart, shares, spark
from erp.ui.pages import fragment

SHOWN = 6


@require_safe
@requires("ledger.view")
def key_figures_panel(request: CompanyRequest) -> HttpResponse:
    """The key figures (nøkkeltall): liquidity, result, what customers and suppliers owe and are owed."""
    figures = key_figures(request.company, timezone.localdate())
    context = {
        "figures": figures,
        "bank_line": spark([month.bank for month in figures.months]),
        "result_line": spark(figures.results),
        "customer_parts": parts_of(figures.customers),
        "supplier_parts": parts_of(figures.suppliers),
    }
    return fragment(request, "accounting/_key_figures.html", context=context)


@dataclass(frozen=True)
class Part:
    """A part of the bar that shows how old what is open is; across in percent."""

    label: str
    css: str
    x: str
    width: str


def parts_of(owed: Owed) -> list[Part]:
    """Return the parts of a sub-ledger by age that there is something in."""
    first, second = AGES
    labels = (
        _("not due"),
        _("1–%(to)s days") % {"to": first},
        _("%(from)s–%(to)s days") % {"from": first + 1, "to": second},
        _("over %(from)s days") % {"from": second},
    )
    kinds = ("s1", "n1", "n2", "n3")
    placed = zip(labels, kinds, shares(owed.ages), strict=True)
    return [Part(label, css, x, width) for label, css, (x, width) in placed if width != "0"]


@require_safe
@requires("ledger.view")
def result_by_month_panel(request: CompanyRequest) -> HttpResponse:
    """Income, cost and result of the latest twelve months, as a chart and as a table."""
    months = latest_months(request.company, timezone.localdate())
    chart = bar_chart([(m.income, m.cost) for m in months], [m.result for m in months])
    sums = {
        name: sum((getattr(month, name) for month in months), Decimal("0.00"))
        for name in ("income", "cost", "result")
    }
    context = {
        "months": months,
        "labelled": list(zip(months, chart.centres, strict=True)),
        "chart": chart,
        "sums": sums,
        "is_empty": not any(month.income or month.cost for month in months),
    }
    return fragment(request, "accounting/_result_by_month.html", context=context)


@require_safe
@requires("ledger.view")
def overdue_panel(request: CompanyRequest) -> HttpResponse:
    """What customers should have paid, and what should have been paid to suppliers, the oldest first."""
    today = timezone.localdate()
    items = overdue_items(request.company, today, SHOWN)
    late = [(item, (today - item.due_date).days) for item in items if item.due_date]
    return fragment(request, "accounting/_overdue.html", context={"late": late})


@require_safe
@requires("ledger.view")
def latest_vouchers_panel(request: CompanyRequest) -> HttpResponse:
    """The latest vouchers (siste bilag)."""
    vouchers = latest_vouchers(request.company, SHOWN)
    return fragment(request, "accounting/_latest_vouchers.html", context={"vouchers": vouchers})
