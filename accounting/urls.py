"""Addresses below /<company>/accounting/."""

from django.urls import path

from accounting.book_checks import pages as book_checks
from accounting.ledger.pages import (
    chart,
    chart_import,
    dimensions,
    lookups,
    vat_codes,
    voucher_types,
    vouchers,
    years,
)
from accounting.open_items import pages as open_items
from accounting.party_defaults import pages as party_defaults
from accounting.reports import overview
from accounting.reports import pages as reports

urlpatterns = [
    path("vouchers/", vouchers.voucher_list, name="vouchers"),
    path("vouchers/new/", vouchers.voucher_new, name="voucher_new"),
    path("vouchers/check/", vouchers.voucher_check, name="voucher_check"),
    path("vouchers/<int:voucher_id>/", vouchers.voucher_show, name="voucher"),
    path("vouchers/<int:voucher_id>/attach/", vouchers.voucher_attach, name="voucher_attach"),
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
    path("options/values/", lookups.value_options, name="value_options"),
    path("options/groupings/", lookups.grouping_options, name="grouping_options"),
    path("chart/", chart.chart, name="chart"),
    path("chart/new/", chart.account_new, name="chart_account_new"),
    path("chart/<int:account_id>/", chart.account, name="chart_account"),
    path("chart/import/", chart_import.chart_import, name="chart_import"),
    path(
        "chart/import/<int:file_id>/",
        chart_import.chart_import_preview,
        name="chart_import_preview",
    ),
    path("chart/vat-codes/", vat_codes.vat_codes, name="vat_codes"),
    path("chart/vat-codes/<int:code_id>/", vat_codes.vat_code, name="vat_code"),
    path("chart/voucher-types/", voucher_types.voucher_types, name="voucher_types"),
    path("chart/voucher-types/new/", voucher_types.voucher_type_new, name="voucher_type_new"),
    path("chart/voucher-types/<int:type_id>/", voucher_types.voucher_type, name="voucher_type"),
    path("dimensions/", dimensions.dimensions, name="dimensions"),
    path("dimensions/new/", dimensions.dimension_new, name="dimension_new"),
    path("dimensions/<int:dimension_id>/", dimensions.dimension, name="dimension"),
    path("dimensions/<int:dimension_id>/change/", dimensions.dimension_edit, name="dimension_edit"),
    path(
        "dimensions/<int:dimension_id>/values/new/",
        dimensions.dimension_value_new,
        name="dimension_value_new",
    ),
    path("dimensions/values/<int:value_id>/", dimensions.dimension_value, name="dimension_value"),
    path("periods/", years.periods, name="periods"),
    path("periods/<int:year>/", years.periods_of_year, name="periods_of_year"),
    path("periods/<int:year>/open-next/", years.year_open, name="year_open"),
    path("periods/<int:year>/open-previous/", years.previous_year_open, name="previous_year_open"),
    path("periods/lock/<int:period_id>/", years.period_lock, name="period_lock"),
    path("periods/vat-terms/<int:term_id>/", years.vat_term, name="vat_term"),
    path("periods/lock/vat/", years.vat_term_lock, name="vat_term_lock"),
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
    path("check/", book_checks.book_check, name="book_check"),
    path("trial-balance/", reports.trial_balance_page, name="trial_balance"),
    path("ledger/", reports.ledger_page, name="ledger"),
]
