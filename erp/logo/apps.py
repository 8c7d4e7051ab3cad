from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.ui import registry


def has_logo(request: HttpRequest) -> bool:
    """Tell whether the company of a request has a logo."""
    return bool(request.company.logo_sha256)  # type: ignore[attr-defined]


class LogoConfig(AppConfig):
    name = "erp.logo"
    label = "logo"
    verbose_name = _("Logo")

    def ready(self) -> None:
        """Register the logo among what a new company does first."""
        registry.register(
            registry.FirstStep(
                _("Give the company its logo"),
                _("It stands in the menu and on what you send."),
                "company_logo",
                "image",
                "company.edit",
                has_logo,
                order=20,
                optional=True,
            )
        )
