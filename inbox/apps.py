from collections.abc import Callable

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.audit.registry import Part, Subject, register
from erp.ui import registry
from inbox.checks import STAMPS_WITHOUT_GAPS


def has_documents(request: HttpRequest) -> bool:
    """Tell whether anything has come into the company's inbox."""
    from inbox.models import Document

    return Document.objects.for_company(request.company).exists()  # type: ignore[attr-defined]


class InboxConfig(AppConfig):
    name = "inbox"
    verbose_name = _("Inbox")

    def ready(self) -> None:
        """Register the inbox in navigation, palette and on the voucher's page."""
        from accounting.book_checks import registry as book_checks
        from inbox.models import CodingLine, Document
        from inbox.queries import count_waiting

        book_checks.register(
            "stamp numbers have no gap, and their series stands where they do",
            _("Stamp numbers have no gap, and their series stands where they do"),
            STAMPS_WITHOUT_GAPS,
        )

        lines = Part(CodingLine, "document", _("coding line"))
        register(Subject("document", Document, "inbox.view", (lines,)))

        registry.register(*ways(count_waiting), *panels())


def ways(waiting: Callable[[HttpRequest], int]) -> list[registry.Entry]:
    """Return the ways into the inbox: navigation, palette, search, first steps."""
    return [
        registry.NavItem(
            "start",
            _("Inbox"),
            "inbox",
            "inbox",
            "inbox.view",
            20,
            waiting,
            shortcut="g m",
            tab=_("Inbox"),
        ),
        registry.PaletteAction(
            _("Upload documents"), "inbox_sending", "upload", "inbox.receive", new=20
        ),
        registry.NavItem(
            "start",
            _("Send documents in"),
            "inbox_sending",
            "upload",
            "inbox.receive",
            20,
            tab=_("Send in"),
            unless="inbox.view",
        ),
        registry.SearchSource(_("Documents"), "inbox.view", document_hits),
        registry.FirstStep(
            _("Put the first invoice into the inbox"),
            _("An EHF, a PDF or a photo: it is kept as it came, and coded from there."),
            "inbox_sending",
            "inbox",
            "inbox.receive",
            has_documents,
            order=50,
            optional=True,
        ),
    ]


def panels() -> list[registry.Entry]:
    """Return what the inbox shows on pages of others."""
    return [
        registry.Panel(
            "home",
            "sending",
            _("Send documents in"),
            "inbox_sending_panel",
            "inbox.receive",
            30,
            span="c-6",
            unless="inbox.view",
        ),
        registry.Panel(
            "home",
            "inbox",
            _("Waiting in the inbox"),
            "inbox_waiting",
            "inbox.view",
            30,
            span="c-4",
        ),
        registry.Panel(
            "voucher", "document", _("From the inbox"), "document_of_voucher", "inbox.view", 10
        ),
    ]


def document_hits(request: HttpRequest, text: str) -> list[registry.Hit]:
    """Return the document that a stamp such as "#123" names."""
    from django.urls import reverse

    from inbox.queries.documents import find_by_stamp

    company = request.company  # type: ignore[attr-defined]
    found = find_by_stamp(company, text)
    if found is None:
        return []
    url = reverse("document", args=[company.slug, found.pk])
    name = found.supplier_name or found.file.name
    return [registry.Hit(f"{found} {name}", url, "inbox", found.get_state_display())]
