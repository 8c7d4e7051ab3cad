from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from erp.audit.registry import Part, Subject, add_part, add_words, register
from erp.companies import held
from erp.ui import registry


class AccountingConfig(AppConfig):
    name = "accounting"
    verbose_name = _("Accounting")

    def ready(self) -> None:
        """Register the books in navigation, palette and history, and the panels of a party's card."""
        from accounting.founding.entries import ENTRIES as FOUNDING
        from accounting.founding.start_month import why_start_month_is_held
        from accounting.navigation import ENTRIES

        register_history()
        registry.register(*ENTRIES, *FOUNDING)
        held.register("fiscal_year_start_month", why_start_month_is_held)


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
    from accounting.ledger.standard import CATEGORIES
    from accounting.party_defaults.models import PartyDefaults, PartyDefaultValue
    from accounting.vat.models import VatCode, VatTerm

    requirement = Part(AccountDimension, "account", _("dimension"))
    register(Subject("account", Account, "ledger.view", (requirement,)))
    add_words(Account, "grouping_category", CATEGORIES)
    values = Part(DimensionValue, "dimension", _("value"), named_by="code")
    register(Subject("dimension", Dimension, "ledger.view", (values,)))
    periods = Part(Period, "fiscal_year", _("period"), named_by="number")
    register(Subject("dimension-value", DimensionValue, "ledger.view"))
    register(Subject("fiscal-year", FiscalYear, "ledger.view", (periods,)))
    register(Subject("vat-term", VatTerm, "ledger.view"))
    register(Subject("vat-code", VatCode, "ledger.view"))
    register(Subject("voucher-type", VoucherType, "ledger.view"))
    defaults = Part(PartyDefaults, "party", _("coding defaults"), permission="ledger.view")
    add_part("party", defaults)
    default_value = Part(
        PartyDefaultValue, "party", _("default dimension"), permission="ledger.view"
    )
    add_part("party", default_value)
