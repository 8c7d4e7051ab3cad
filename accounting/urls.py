"""Addresses below /<company>/accounting/."""

from django.urls import path

from accounting.ledger.pages import lookups, vouchers
from accounting.open_items import pages as open_items
from accounting.party_defaults import pages as party_defaults
from accounting.reports import overview
from accounting.reports import pages as reports

urlpatterns = [
    path("vouchers/", vouchers.voucher_list, name="vouchers"),
    path("vouchers/new/", vouchers.voucher_new, name="voucher_new"),
    path("vouchers/check/", vouchers.voucher_check, name="voucher_check"),
    path("vouchers/<int:voucher_id>/", vouchers.voucher_show, name="voucher"),
    path("vouchers/<int:voucher_id>/reverse/", vouchers.voucher_reverse, name="voucher_reverse"),
    path("options/targets/", lookups.posting_target_options, name="posting_target_options"),
    path("options/accounts/", lookups.account_options, name="account_options"),
    path(
        "options/departments/",
        lookups.dimension_options,
        {"kind": "department"},
        name="department_options",
    ),
    path(
        "options/projects/", lookups.dimension_options, {"kind": "project"}, name="project_options"
    ),
    path("open-items/", open_items.open_items, name="open_items"),
    path("open-items/<int:party_id>/", open_items.party_items_page, name="party_items"),
    path("open-items/<int:party_id>/settle/", open_items.settle, name="party_settle"),
    path(
        "open-items/<int:party_id>/panel/", open_items.party_items_panel, name="party_items_panel"
    ),
    path(
        "settlements/<int:settlement_id>/undo/", open_items.settlement_undo, name="settlement_undo"
    ),
    path(
        "defaults/<int:party_id>/", party_defaults.party_defaults_panel, name="party_defaults_panel"
    ),
    path("overview/key-figures/", overview.key_figures_panel, name="key_figures"),
    path("overview/months/", overview.result_by_month_panel, name="result_by_month"),
    path("overview/overdue/", overview.overdue_panel, name="overdue_items"),
    path("overview/vouchers/", overview.latest_vouchers_panel, name="latest_vouchers"),
    path("trial-balance/", reports.trial_balance_page, name="trial_balance"),
    path("ledger/", reports.ledger_page, name="ledger"),
]
