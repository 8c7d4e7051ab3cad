"""The page of those who send documents in (sende inn) and do not see the inbox: upload, and what became of it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui.tables import Column, Kind, Table, answer_table
from inbox.models import Document
from inbox.queries.documents import sent_by

SENT = Table(
    name="sent",
    caption=_("Documents that you have sent in"),
    columns=(
        Column("stamp", _("Stamp no."), Kind.CODE, value=str, sort=("stamp_number",)),
        Column("file", _("File"), value="file.name", css="stack-full"),
        Column("received_at", _("Received"), Kind.MOMENT),
        Column(
            "state",
            _("State"),
            value=lambda document: document.get_state_display(),
            template="inbox/sending.html#state",
        ),
    ),
    default_sort="-stamp",
    empty_title=_("You have sent no documents yet"),
    empty_text=_(
        "A receipt or an invoice that you send is kept as it is, and gets a number at once."
    ),
    export_menu=False,
)


@require_safe
@requires("inbox.receive")
def sending(request: CompanyRequest) -> HttpResponseBase:
    """Send documents in (sende inn), and see what became of one's own."""
    table = SENT.bind(request, sent_by(request.company, request.user))
    return answer_table(request, "inbox/sending.html", table)


@require_safe
@requires("inbox.receive")
def sending_panel(request: CompanyRequest) -> HttpResponse:
    """The part of the overview where documents are sent in."""
    latest: list[Document] = list(sent_by(request.company, request.user)[:5])
    return render(request, "inbox/_sending.html", {"documents": latest})
