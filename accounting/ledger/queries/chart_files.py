"""What importing a chart file would do to a company's chart (forhåndsvisning av import)."""

from collections.abc import Mapping

from accounting.ledger.chart_files.asked import DEFAULTS, Asked, KnownDimension, Rules, codes_in
from accounting.ledger.chart_files.columns import guess_columns, split_headings, valid_columns
from accounting.ledger.chart_files.plan import Chart, Plan, make_plan
from accounting.ledger.chart_files.reading import Table, read_table
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    DimensionValue,
    PartyRole,
)
from accounting.ledger.queries.chart import code_facts, codes_by_code, uses_of
from erp.companies.models import Company
from erp.files.models import StoredFile

# Who may see a chart file may edit the chart; files of other kinds are no charts.
PERMISSION = "chart.edit"


def chart_now(company: Company, named: set[str]) -> Chart:
    """Return the chart as it stands, for a plan; of the values of dimensions those with the codes `named`."""
    uses = uses_of(company, Account.objects.for_company(company).order_by("number"))
    return Chart(
        accounts={number: use for number, (_account, use) in uses.items()},
        codes=code_facts(codes_by_code(company)),
        roles={role.value: str(role.label) for role in PartyRole if role.value},
        dimensions=known_dimensions(company, named),
        rules=rules_by_number(company),
    )


def known_dimensions(company: Company, named: set[str]) -> dict[str, KnownDimension]:
    """Return the dimensions by code, with those of their values that have one of the codes `named`."""
    values: dict[int, dict[str, bool]] = {}
    found = DimensionValue.objects.for_company(company).filter(code__in=named)
    for dimension, code, is_active in found.values_list("dimension", "code", "is_active"):
        values.setdefault(dimension, {})[code] = is_active
    return {
        row.code: KnownDimension(row.code, row.name, row.is_active, values.get(row.pk, {}))
        for row in Dimension.objects.for_company(company).order_by("pk")
    }


def rules_by_number(company: Company) -> dict[str, Rules]:
    """Return what accounts ask of dimensions, by the account's number and the dimension's code."""
    found: dict[str, dict[str, Asked]] = {}
    asked = AccountDimension.objects.for_company(company).values_list(
        "account__number", "dimension__code", "is_required", "default_value__code"
    )
    for number, dimension, is_required, default in asked:
        found.setdefault(number, {})[dimension] = Asked(is_required, default or "")
    return dict(found)


def codes_named(below: Table, columns: Mapping[str, int]) -> set[str]:
    """Return the codes of values that the rows of a file name as defaults."""
    at = columns.get(DEFAULTS)
    if at is None:
        return set()
    return {code for row in below if at < len(row.cells) for code in codes_in(row.cells[at])}


def plan_of(company: Company, content: bytes, columns: Mapping[str, int] | None = None) -> Plan:
    """Return what importing a file would do, with the columns chosen or else as the headings say.

    Raises: ChartFileRefused.
    """
    table = read_table(content)
    headings, below = split_headings(table)
    chosen = guess_columns(headings) if columns is None else valid_columns(columns, len(headings))
    return make_plan(table, chosen, chart_now(company, codes_named(below, chosen)))


def chart_file_of(company: Company, pk: int) -> StoredFile:
    """Return a file that was kept to be imported. Raises: StoredFile.DoesNotExist."""
    return StoredFile.objects.for_company(company).get(pk=pk, permission=PERMISSION)
