from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.ui import registry


class AccountingConfig(AppConfig):
    name = "accounting"
    verbose_name = _("Accounting")

    def ready(self) -> None:
        """Register the books in navigation and palette, and the panels of a party's card."""
        registry.register(
            registry.NavItem(
                "accounting", _("New voucher"), "voucher_new", "edit", "voucher.post", 10
            ),
            registry.NavItem(
                "accounting",
                _("Vouchers"),
                "vouchers",
                "voucher",
                "ledger.view",
                20,
                shortcut="g b",
                tab=_("Vouchers"),
            ),
            registry.NavItem(
                "accounting",
                _("Trial balance"),
                "trial_balance",
                "chart",
                "ledger.view",
                40,
                shortcut="g s",
            ),
            registry.NavItem(
                "accounting",
                _("General ledger"),
                "ledger",
                "book",
                "ledger.view",
                50,
                shortcut="g h",
            ),
            registry.PaletteAction(
                _("New voucher"), "voucher_new", "plus", "voucher.post", shortcut="n b"
            ),
        )
