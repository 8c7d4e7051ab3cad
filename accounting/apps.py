from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.audit.registry import Part, Subject, add_part, register
from erp.ui import registry


class AccountingConfig(AppConfig):
    name = "accounting"
    verbose_name = _("Accounting")

    def ready(self) -> None:
        """Register the books in navigation, palette and history, and the panels of a party's card."""
        register_history()
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
            registry.NavItem(
                "accounting",
                _("Open items"),
                "open_items",
                "layers",
                "ledger.view",
                30,
                shortcut="g p",
            ),
            *home_panels(),
            registry.Panel(
                "party", "items", _("Open items"), "party_items_panel", "ledger.view", 10
            ),
            registry.Panel(
                "party",
                "defaults",
                _("Coding defaults"),
                "party_defaults_panel",
                "ledger.view",
                20,
            ),
            registry.PaletteAction(
                _("New voucher"), "voucher_new", "plus", "voucher.post", shortcut="n b"
            ),
        )


def home_panels() -> list[registry.Panel]:
    """Return what the overview shows of the books."""
    may = "ledger.view"
    return [
        registry.Panel("home", "figures", _("Key figures"), "key_figures", may, 10, bare=True),
        registry.Panel(
            "home", "months", _("Result by month"), "result_by_month", may, 20, span="c-8"
        ),
        registry.Panel("home", "overdue", _("Overdue"), "overdue_items", may, 40, span="c-6"),
        registry.Panel(
            "home", "vouchers", _("Latest vouchers"), "latest_vouchers", may, 50, span="c-6"
        ),
    ]


def register_history() -> None:
    """Let what can change in the books show its history; vouchers and entries never change."""
    from accounting.ledger.models import (
        Account,
        AccountDimension,
        Dimension,
        DimensionValue,
        FiscalYear,
        Period,
        VoucherType,
    )
    from accounting.party_defaults.models import PartyDefaults
    from accounting.vat.models import VatCode, VatTerm

    requirement = Part(AccountDimension, "account", _("dimension"))
    register(Subject("account", Account, "ledger.view", (requirement,)))
    values = Part(DimensionValue, "dimension", _("value"))
    register(Subject("dimension", Dimension, "ledger.view", (values,)))
    periods = Part(Period, "fiscal_year", _("period"))
    register(Subject("fiscal-year", FiscalYear, "ledger.view", (periods,)))
    register(Subject("vat-term", VatTerm, "ledger.view"))
    register(Subject("vat-code", VatCode, "ledger.view"))
    register(Subject("voucher-type", VoucherType, "ledger.view"))
    add_part("party", Part(PartyDefaults, "party", _("coding defaults")))
