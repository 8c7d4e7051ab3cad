"""Pages of the inbox (mottak): the list, the document beside its coding, upload."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounting.ledger.queries.vat_choices import vat_choices
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.errors import BusinessError
from erp.files.serving import enclosed
from erp.ui import go_to, page, toast
from erp.ui.pages import fragment
from inbox import actions
from inbox.forms import CodingForm, RejectForm
from inbox.list_pane import list_context, place_of, query_of
from inbox.models import Document, DocumentState
from inbox.queries.comparison import compare_vat, is_ready
from inbox.queries.documents import (
    OpenedDocument,
    document_of,
    documents_in,
    open_document,
)
from inbox.queries.listing import Place, next_waiting
from inbox.rules import vat_day_of


@require_safe
@requires("inbox.view")
def inbox(request: CompanyRequest) -> HttpResponse:
    """The inbox (mottak): the first document that waits, beside its coding."""
    tab = "done" if request.GET.get("tab") == "done" else "new"
    listed = list_context(request, tab)
    if listed["current"] is None:
        return page(request, "inbox/inbox.html", "inbox-panes", context=listed)
    return document_page(request, listed["current"].pk, listed, pane="list")


@require_safe
@requires("inbox.view")
def document(request: CompanyRequest, document_id: int) -> HttpResponse:
    """One document beside its coding."""
    return document_page(request, document_id)


def opened_or_404(request: CompanyRequest, document_id: int) -> OpenedDocument:
    """Return a document; another company's is not there."""
    try:
        return open_document(request.company, document_id)
    except Document.DoesNotExist as error:
        raise Http404 from error


def document_page(
    request: CompanyRequest,
    document_id: int,
    listed: dict[str, Any] | None = None,
    form: CodingForm | None = None,
    status: int = 200,
    pane: str = "document",
) -> HttpResponse:
    """Answer with the inbox and one document opened; `pane` is what a phone shows of it."""
    opened = opened_or_404(request, document_id)
    waits = opened.document.state in {DocumentState.RECEIVED, DocumentState.READ}
    listed = listed or list_context(request, "new" if waits else "done", opened.document)
    context = listed | coding_context(request, opened, form)
    context["shown_pane"] = pane
    return page(request, "inbox/inbox.html", "inbox-panes", context=context, status=status)


def coding_context(
    request: CompanyRequest, opened: OpenedDocument, form: CodingForm | None
) -> dict[str, Any]:
    """Return what the document's pane and the coding's pane show."""
    form = form or coding_form(request, opened.document)
    invoice = opened.result.invoice if opened.result else None
    waits = opened.document.state == DocumentState.READ
    may_post = waits and "inbox.post" in request.permissions
    comparison = compare_vat(opened.document, invoice, form)
    return {
        "document": opened.document,
        "invoice": invoice,
        "findings": opened.result.findings if opened.result else (),
        "form": form,
        "vat_codes": vat_choices(request.company, vat_day_of(invoice, form.issued)),
        "comparison": comparison,
        "may_post": may_post,
        "may_reject": waits and "inbox.code" in request.permissions,
        "is_ready": may_post and is_ready(opened.document, form, comparison),
        "reversal": opened.reversal,
        "is_damaged": opened.is_damaged,
        "may_reopen": may_reopen(request, opened),
    }


def may_reopen(request: CompanyRequest, opened: OpenedDocument) -> bool:
    """Tell whether the document may be taken up again: it was rejected, reversed, or can be read after all."""
    state = opened.document.state
    is_free = state == DocumentState.REJECTED or state == DocumentState.POSTED and opened.reversal
    if state == DocumentState.READ and opened.document.problem:
        is_free = opened.result is not None and opened.result.invoice is not None
    return bool(is_free) and "inbox.post" in request.permissions


def coding_form(request: CompanyRequest, row: Document, *, posted: bool = False) -> CodingForm:
    """Return the coding form of a document."""
    url = reverse("party_suggest", args=[request.company.slug]) + "?role=supplier"
    return CodingForm(
        request.company, row, timezone.localdate(), url, request.POST if posted else None
    )


@require_POST
@requires("inbox.receive")
def upload(request: CompanyRequest) -> HttpResponse:
    """Take in one or many files (laste opp); each gets its stamp number, also when another is refused."""
    received = []
    for file in request.FILES.getlist("files"):
        try:
            row = actions.receive_document(
                company=request.company, by=request.user, name=file.name or "", content=file
            )
        except BusinessError as error:
            for problem in error.problems:
                toast(request, file.name or "", level="error", detail=problem.message)
        else:
            received.append(row)
    may_see = "inbox.view" in request.permissions
    slug = request.company.slug
    if not received:
        return go_to(request, reverse("inbox" if may_see else "inbox_sending", args=[slug]))
    message = ngettext("%(count)s document received", "%(count)s documents received", len(received))
    where = (
        reverse("document", args=[slug, received[-1].pk])
        if may_see
        else reverse("inbox_sending", args=[slug])
    )
    return go_to(request, where, message % {"count": len(received)})


@require_POST
@requires("inbox.post")
def document_post(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Post a coded document (bokføre) and open the next."""
    opened = opened_or_404(request, document_id)
    form = coding_form(request, opened.document, posted=True)
    coding = form.coding()
    if coding is not None:
        try:
            row = actions.post_document(
                company=request.company, by=request.user, document=opened.document, coding=coding
            )
        except BusinessError as error:
            form.add_problems(error.problems)
        else:
            message = _("Document %(stamp)s is posted.") % {"stamp": row}
            return go_to(request, next_url(request, row), message)
    return document_page(request, document_id, form=form, status=422, pane="coding")


def next_url(request: CompanyRequest, done: Document) -> str:
    """Return the address of the document to go on with, or of the inbox when nothing waits; a search is kept."""
    place = place_of(request, "new")
    query = query_of(Place("new", place.text))
    following = next_waiting(request.company, done, place.text)
    if following is None:
        return reverse("inbox", args=[request.company.slug]) + query
    return reverse("document", args=[request.company.slug, following.pk]) + query


@require_POST
@requires("inbox.view")
def document_check(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Say how what is typed compares with what the document states; posts nothing."""
    opened = opened_or_404(request, document_id)
    form = coding_form(request, opened.document, posted=True)
    form.coding()
    invoice = opened.result.invoice if opened.result else None
    context = {
        "comparison": compare_vat(opened.document, invoice, form),
        "document": opened.document,
    }
    return fragment(request, "inbox/_comparison.html", context=context)


@require_safe
@requires("inbox.view")
def document_enclosure(request: CompanyRequest, document_id: int, number: int) -> HttpResponseBase:
    """Send a file (vedlegg) that is enclosed in an electronic invoice, as something to save."""
    opened = opened_or_404(request, document_id)
    invoice = opened.result.invoice if opened.result else None
    if invoice is None or number >= len(invoice.attachments):
        raise Http404
    found = invoice.attachments[number]
    if found.content is None:
        raise Http404
    return enclosed(found.content, found.name or found.id)


@require_http_methods(["GET", "POST"])
@requires("inbox.code")
def document_reject(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Set a document aside (avvise) with a reason."""
    opened = opened_or_404(request, document_id)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reject_document(
                company=request.company,
                by=request.user,
                document=opened.document,
                **form.cleaned_data,
            )
        except BusinessError as error:
            error.add_to(form)
        else:
            return go_to(
                request, next_url(request, opened.document), _("The document is rejected.")
            )
    context = {"form": form, "document": opened.document, "nav": "inbox"}
    return page(
        request,
        "inbox/document_reject.html",
        "reject-form",
        context=context,
        status=422 if form.errors else 200,
    )


@require_POST
@requires("inbox.post")
def document_reopen(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Take up a document again (ta opp igjen) that was rejected, or whose voucher is reversed."""
    opened = opened_or_404(request, document_id)
    url = reverse("document", args=[request.company.slug, document_id])
    try:
        row = actions.reopen_document(
            company=request.company, by=request.user, document=opened.document
        )
    except BusinessError as error:
        for problem in error.problems:
            toast(request, problem.message, level="error")
        return go_to(request, url)
    return go_to(request, url, _("Document %(stamp)s waits to be coded again.") % {"stamp": row})


@require_safe
@requires("inbox.view")
def document_of_voucher(request: CompanyRequest, voucher_id: int) -> HttpResponse:
    """The panel on a voucher's page that leads back to the document it came from."""
    return fragment(
        request,
        "inbox/_document_of_voucher.html",
        context={"document": document_of(request.company, voucher_id)},
    )


@require_safe
@requires("inbox.view")
def waiting(request: CompanyRequest) -> HttpResponse:
    """The documents that wait, on the overview."""
    documents = documents_in(request.company, "new")
    context = {"documents": list(documents[:6]), "total": documents.order_by().count()}
    return fragment(request, "inbox/_waiting.html", context=context)
