from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.ui import registry
from erp.ui.permissions import MEMBER


class AccessConfig(AppConfig):
    name = "erp.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Register the company's own pages in the navigation."""
        registry.register(
            registry.NavItem(
                "start",
                _("Overview"),
                "home",
                "home",
                MEMBER,
                10,
                shortcut="g o",
                tab=_("Overview"),
            ),
            registry.NavItem("foot", _("Access"), "members", "users", "member.view", 90),
            registry.NavItem(
                "foot", _("Company settings"), "company_settings", "settings", "company.view", 95
            ),
        )
