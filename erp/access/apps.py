from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.ui import registry
from erp.ui.permissions import MEMBER


def has_address(request: HttpRequest) -> bool:
    """Tell whether the company of a request has said where it is."""
    company = request.company  # type: ignore[attr-defined]
    return bool(company.address and company.city)


def has_members(request: HttpRequest) -> bool:
    """Tell whether others than the one who asks have had access to the company."""
    from erp.access.queries import members_of

    company, own = request.company, request.membership  # type: ignore[attr-defined]
    return members_of(company).exclude(pk=own.pk).exists()


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
            registry.FirstStep(
                _("Tell where the company is"),
                _("Address, e-mail and telephone stand on what you send."),
                "company_settings",
                "building",
                "company.edit",
                has_address,
                order=10,
            ),
            registry.FirstStep(
                _("Give others access"),
                _("Your accountant, those who approve, your auditor: each gets a role."),
                "members",
                "users",
                "member.edit",
                has_members,
                order=30,
                optional=True,
            ),
        )
