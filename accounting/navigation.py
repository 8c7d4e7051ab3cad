"""What accounting adds to the shell: navigation, palette, and panels on pages of other apps."""

from django.utils.translation import gettext_lazy as _

from accounting.ledger.search import account_hits, voucher_hits
from erp.ui import registry


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


ENTRIES: tuple[registry.Entry, ...] = (
    registry.NavItem("accounting", _("New voucher"), "voucher_new", "edit", "voucher.post", 10),
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
    registry.NavItem("accounting", _("Chart of accounts"), "chart", "rows", "ledger.view", 70),
    registry.NavItem("accounting", _("Periods and locks"), "periods", "lock", "ledger.view", 80),
    registry.NavItem("accounting", _("Dimensions"), "dimensions", "tag", "ledger.view", 90),
    registry.NavItem(
        "accounting", _("Check of the books"), "book_check", "shield", "ledger.view", 100
    ),
    registry.PaletteAction(_("New account"), "chart_account_new", "plus", "chart.edit", new=40),
    registry.PaletteAction(_("Import chart of accounts"), "chart_import", "upload", "chart.edit"),
    registry.PaletteAction(_("VAT codes"), "vat_codes", "percent", "ledger.view"),
    registry.PaletteAction(_("Voucher types"), "voucher_types", "voucher", "ledger.view"),
    registry.PaletteAction(
        _("New free dimension"), "dimension_new", "plus", "dimension.edit", new=50
    ),
    *home_panels(),
    registry.Panel("party", "items", _("Open items"), "party_items_panel", "ledger.view", 10),
    registry.Panel(
        "party",
        "defaults",
        _("Coding defaults"),
        "party_defaults_panel",
        "ledger.view",
        20,
    ),
    registry.PaletteAction(
        _("New voucher"), "voucher_new", "plus", "voucher.post", shortcut="n b", new=10
    ),
    registry.SearchSource(_("Vouchers"), "ledger.view", voucher_hits),
    registry.SearchSource(_("Accounts"), "ledger.view", account_hits),
)
