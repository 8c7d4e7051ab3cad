"""Lists on querysets: sort, filter, search, totals, selection, keyset paging and streamed export.

    VOUCHERS = Table(
        name="vouchers",
        caption=_("Vouchers"),
        columns=(
            Column("number", _("Voucher"), Kind.CODE, sort=("number",)),
            Column("date", _("Date"), Kind.DATE, sort=("date",)),
            Column("supplier", _("Supplier"), value="party.name"),
            Column("amount", _("Amount"), Kind.AMOUNT, sort=("amount",), total="amount"),
        ),
        default_sort="-date",
        url=lambda voucher: voucher.get_absolute_url(),
    )

    def voucher_list(request):
        table = VOUCHERS.bind(request, vouchers_of(request.company))
        return answer_table(request, "accounting/voucher_list.html", table)

The page says `{% include "components/table.html" %}`. All state stands in the address. It stays quick on a million
rows as long as an index begins with the company and goes on with the columns of the sort and the primary key: there
is no OFFSET, and rows are counted only up to ten thousand (`counts.py`).
"""

from erp.ui.tables.answers import answer_table
from erp.ui.tables.bound import BoundTable
from erp.ui.tables.columns import Column, Kind
from erp.ui.tables.export import Frame
from erp.ui.tables.filters import ChoiceFilter, DateRangeFilter
from erp.ui.tables.table import Table

__all__ = [
    "BoundTable",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "Frame",
    "Kind",
    "Table",
    "answer_table",
]
