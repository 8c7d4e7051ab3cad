from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.audit.registry import Part, Subject, register
from erp.ui import registry


class InboxConfig(AppConfig):
    name = "inbox"
    verbose_name = _("Inbox")

    def ready(self) -> None:
        """Register the inbox in navigation, palette and on the voucher's page."""
        from inbox.models import CodingLine, Document
        from inbox.queries import count_waiting

        lines = Part(CodingLine, "document", _("coding line"))
        register(Subject("document", Document, "inbox.view", (lines,)))

        registry.register(
            registry.NavItem(
                "start",
                _("Inbox"),
                "inbox",
                "inbox",
                "inbox.view",
                20,
                count_waiting,
                shortcut="g m",
                tab=_("Inbox"),
            ),
            registry.PaletteAction(_("Upload documents"), "inbox", "upload", "inbox.receive"),
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
        )
