from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "erp.audit"
    label = "audit"
    verbose_name = _("History")

    def ready(self) -> None:
        """Let the objects of the layers below show their history."""
        from erp.access.models import Membership
        from erp.audit.registry import Subject, register
        from erp.companies.models import Company

        register(Subject("company", Company, "company.view"))
        register(Subject("membership", Membership, "member.view"))
