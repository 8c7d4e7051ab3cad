from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.audit.registry import Part, Subject, register
from erp.ui import registry


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("Parties")

    def ready(self) -> None:
        """Register the parties in navigation, palette, search and history."""
        from crm.models import Party, PartyAddress, PartyBankAccount, PartyContact

        parts = (
            Part(PartyAddress, "party", _("address")),
            Part(PartyContact, "party", _("contact")),
            Part(PartyBankAccount, "party", _("bank account")),
        )
        register(Subject("party", Party, "party.view", parts))
        registry.register(
            registry.NavItem(
                "sales",
                _("Customers and suppliers"),
                "parties",
                "building",
                "party.view",
                10,
                shortcut="g k",
            ),
            registry.PaletteAction(
                _("New customer or supplier"),
                "party_new",
                "plus",
                "party.edit",
                shortcut="n k",
                new=30,
            ),
            registry.SearchSource(_("Customers and suppliers"), "party.view", find_parties),
        )


def find_parties(request: HttpRequest, text: str) -> list[registry.Hit]:
    """Return the parties that the palette's search finds."""
    from django.urls import reverse

    from crm.queries.parties import numbers_of, parties_of
    from crm.queries.search import matching

    company = request.company  # type: ignore[attr-defined]
    found = matching(parties_of(company).filter(is_active=True), text).order_by("sort_name")[:6]
    return [
        registry.Hit(p.name, reverse("party", args=[company.slug, p.pk]), "building", numbers_of(p))
        for p in found
    ]
