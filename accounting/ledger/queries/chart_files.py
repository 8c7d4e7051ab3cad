"""What importing a chart file would do to a company's chart (forhåndsvisning av import)."""

from collections.abc import Mapping

from accounting.ledger.chart_files.columns import guess_columns, split_headings, valid_columns
from accounting.ledger.chart_files.plan import Chart, Plan, make_plan
from accounting.ledger.chart_files.reading import read_table
from accounting.ledger.models import Account, PartyRole
from accounting.ledger.queries.chart import code_facts, codes_by_code, uses_of
from erp.companies.models import Company
from erp.files.models import StoredFile

# Who may see a chart file may edit the chart; files of other kinds are no charts.
PERMISSION = "chart.edit"


def chart_now(company: Company) -> Chart:
    """Return the chart as it stands, for a plan; three queries."""
    uses = uses_of(company, Account.objects.for_company(company).order_by("number"))
    return Chart(
        accounts={number: use for number, (_account, use) in uses.items()},
        codes=code_facts(codes_by_code(company)),
        roles={role.value: str(role.label) for role in PartyRole if role.value},
    )


def plan_of(company: Company, content: bytes, columns: Mapping[str, int] | None = None) -> Plan:
    """Return what importing a file would do, with the columns chosen or else as the headings say.

    Raises: ChartFileRefused.
    """
    table = read_table(content)
    headings, _below = split_headings(table)
    chosen = guess_columns(headings) if columns is None else valid_columns(columns, len(headings))
    return make_plan(table, chosen, chart_now(company))


def chart_file_of(company: Company, pk: int) -> StoredFile:
    """Return a file that was kept to be imported. Raises: StoredFile.DoesNotExist."""
    return StoredFile.objects.for_company(company).get(pk=pk, permission=PERMISSION)
