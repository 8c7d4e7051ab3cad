"""Voucher pages (bilag): list, one voucher, a new one typed by hand, reversal."""

import re
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounting.ledger.actions import check_voucher, post_voucher
from accounting.ledger.actions.attachments import attach_file
from accounting.ledger.models import Voucher
from accounting.ledger.pages.reversal_form import ReversalForm
from accounting.ledger.pages.vat_preview import preview_vat
from accounting.ledger.pages.voucher_form import VoucherForm
from accounting.ledger.pages.voucher_lines import blank_lines
from accounting.ledger.queries.vat_choices import vat_choices
from accounting.ledger.queries.vouchers import voucher_card, voucher_name, vouchers_of, with_sums
from accounting.open_items.actions import reverse_and_settle
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.dates import format_date
from erp.errors import BusinessError
from erp.ui import go_to, page, toast
from erp.ui.pages import fragment
from erp.ui.tables import Column, DateRangeFilter, Kind, Table, answer_table

VOUCHERS = Table(
    name="vouchers",
    caption=gettext_lazy("Vouchers"),
    columns=(
        Column("number", gettext_lazy("Voucher"), Kind.CODE, value=voucher_name),
        Column("date", gettext_lazy("Date"), Kind.DATE, sort=("date",)),
        Column("type", gettext_lazy("Voucher type"), value="voucher_type.name"),
        Column("text", gettext_lazy("Text"), css="stack-full"),
        Column("stamp_number", gettext_lazy("Stamp no."), Kind.CODE),
        Column(
            "registered_by",
            gettext_lazy("Registered by"),
            value=lambda v: str(v.registered_by or "Regna"),
        ),
        Column("total", gettext_lazy("Amount"), Kind.AMOUNT),
    ),
    default_sort="-date",
    filters=(DateRangeFilter("date", gettext_lazy("Date"), "date"),),
    empty_title=gettext_lazy("No vouchers yet"),
    empty_text=gettext_lazy("Type the first one, or post a document from the inbox."),
    empty_icon="voucher",
    row_label=voucher_name,
)


@require_safe
@requires("ledger.view")
def voucher_list(request: CompanyRequest) -> HttpResponseBase:
    """All vouchers (bilag), latest first."""
    vouchers = with_sums(vouchers_of(request.company))
    table = replace_url(VOUCHERS, request).bind(request, vouchers, totals={})
    return answer_table(request, "accounting/voucher_list.html", table)


def replace_url(table: Table, request: CompanyRequest) -> Table:
    """Return the table with rows that lead to the company's vouchers."""
    return replace(
        table, url=lambda voucher: reverse("voucher", args=[request.company.slug, voucher.pk])
    )


@require_safe
@requires("ledger.view")
def voucher_show(request: CompanyRequest, voucher_id: int) -> HttpResponse:
    """One voucher (bilag) with entries, documents and way back."""
    return page(request, "accounting/voucher.html", context=card_context(request, voucher_id))


def card_context(request: CompanyRequest, voucher_id: int) -> dict[str, Any]:
    """Return what the page of a voucher shows; another company's is not there."""
    try:
        card = voucher_card(request.company, voucher_id)
    except Voucher.DoesNotExist as error:
        raise Http404 from error
    may_reverse = "voucher.reverse" in request.permissions and not card.reversal
    return {
        "card": card,
        "voucher": card.voucher,
        "may_reverse": may_reverse,
        "may_attach": "voucher.post" in request.permissions,
        "name": voucher_name(card.voucher),
    }


@require_http_methods(["GET", "POST"])
@requires("voucher.post")
def voucher_new(request: CompanyRequest) -> HttpResponse:
    """Type and post a voucher (føre bilag) by hand; the next opens with the same type and date."""
    today = timezone.localdate()
    if request.method == "GET":
        initial = {
            "date": format_date(today) if not request.GET.get("date") else request.GET["date"],
            "voucher_type": request.GET.get("type", "manual"),
        }
        form = VoucherForm(request.company, today, initial=initial)
        return voucher_page(request, form, latest=latest_of(request))
    form = VoucherForm(request.company, today, request.POST)
    draft = form.draft()
    if draft is not None:
        try:
            voucher = post_voucher(draft, company=request.company, by=request.user, by_hand=True)
        except BusinessError as error:
            form.add_problems(list(error.problems))
        else:
            url = reverse("voucher_new", args=[request.company.slug])
            query = f"?type={voucher.voucher_type.key}&date={format_date(voucher.date)}"
            query += f"&after={voucher.pk}"
            return go_to(
                request,
                url + query,
                _("Voucher %(number)s is posted.") % {"number": posted_name(voucher)},
            )
    return voucher_page(request, form, status=422)


def posted_name(voucher: Voucher) -> str:
    """Return the name of a voucher that was just posted."""
    return f"{voucher.voucher_type.code}-{voucher.number}/{voucher.period.fiscal_year.year}"


def latest_of(request: CompanyRequest) -> Voucher | None:
    """Return the voucher that was posted just before this one was begun, as the address tells it."""
    after = request.GET.get("after", "")
    vouchers = vouchers_of(request.company)
    return vouchers.filter(pk=int(after)).first() if re.fullmatch(r"[0-9]{1,18}", after) else None


def voucher_page(
    request: CompanyRequest, form: VoucherForm, status: int = 200, latest: Voucher | None = None
) -> HttpResponse:
    """Answer with the voucher form."""
    context = {
        "form": form,
        "template_line": blank_lines(form.dimensions, count=1)[0],
        "vat_codes": vat_choices(request.company, timezone.localdate()),
        "latest": latest,
        "latest_name": voucher_name(latest) if latest else "",
        **preview_vat(form, request.company),
    }
    return page(
        request, "accounting/voucher_new.html", "voucher-form", context=context, status=status
    )


@require_POST
@requires("voucher.post")
def voucher_check(request: CompanyRequest) -> HttpResponse:
    """Say what posting would make of what is typed: balance, VAT, and what is wrong; posts nothing."""
    form = VoucherForm(request.company, timezone.localdate(), request.POST)
    draft = form.draft()
    if draft is not None:
        try:
            form.add_problems(check_voucher(draft, company=request.company, by_hand=True))
        except BusinessError as error:
            form.add_problems(list(error.problems))
    context = {"form": form, "oob": True, **preview_vat(form, request.company)}
    return fragment(request, "accounting/_voucher_check.html", context=context)


@require_POST
@requires("voucher.post")
def voucher_attach(request: CompanyRequest, voucher_id: int) -> HttpResponse:
    """Add files to a posted voucher (vedlegg); each is taken by itself, also when another is refused."""
    voucher = get_object_or_404(Voucher.objects.for_company(request.company), pk=voucher_id)
    added = 0
    for file in request.FILES.getlist("files"):
        try:
            attach_file(
                company=request.company,
                by=request.user,
                voucher=voucher,
                name=file.name or "",
                content=file,
            )
        except BusinessError as error:
            for problem in error.problems:
                toast(request, file.name or "", level="error", detail=problem.message)
        else:
            added += 1
    message = ngettext("%(count)s file is attached", "%(count)s files are attached", added)
    where = reverse("voucher", args=[request.company.slug, voucher.pk])
    return go_to(request, where, message % {"count": added} if added else None)


@require_http_methods(["GET", "POST"])
@requires("voucher.reverse")
def voucher_reverse(request: CompanyRequest, voucher_id: int) -> HttpResponse:
    """Reverse a voucher (reversere) on a day, with a reason."""
    context = card_context(request, voucher_id)
    voucher = context["voucher"]
    day = max(timezone.localdate(), voucher.date)
    form = ReversalForm(request.POST or None, today=day, initial={"on": format_date(day)})
    if request.method == "POST" and form.is_valid():
        try:
            reversal = reverse_and_settle(
                company=request.company, by=request.user, voucher=voucher, **form.cleaned_data
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request,
                reverse("voucher", args=[request.company.slug, reversal.pk]),
                _("The voucher is reversed."),
            )
    status = 422 if form.errors else 200
    return page(
        request,
        "accounting/voucher_reverse.html",
        "reversal-form",
        context={**context, "form": form},
        status=status,
    )
