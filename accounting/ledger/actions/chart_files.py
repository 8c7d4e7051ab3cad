"""Importing a chart of accounts (importere kontoplan) from a CSV or XLSX file: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounting.ledger.account_rules import AccountFacts
from accounting.ledger.actions.accounts import put_facts
from accounting.ledger.actions.chart_rules import set_rules_of_many
from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.chart_files.plan import CHANGED, NEW, SAME, Plan
from accounting.ledger.chart_files.reading import MOST_BYTES, read_table
from accounting.ledger.models import Account
from accounting.ledger.queries.chart import codes_by_code
from accounting.ledger.queries.chart_files import PERMISSION, plan_of
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import Problem
from erp.files.actions import store_file
from erp.files.models import StoredFile
from erp.files.storage import Readable, rewind

BATCH = 500


@dataclass(frozen=True)
class Imported:
    """How many accounts an import made, changed, found as they were, and took out of use."""

    made: int
    changed: int
    same: int
    rested: int


@retried_on_deadlock
@transaction.atomic
def keep_chart_file(*, company: Company, by: Actor, name: str, content: Readable) -> StoredFile:
    """Keep a file of a chart, so that what is looked at is what is imported later; changes no account.

    Permission: chart.edit. Raises: ChartFileRefused for what is no readable table.
    """
    require_permission(by, company, "chart.edit")
    rewind(content)
    data = content.read(MOST_BYTES + 1)
    read_table(data)
    return store_file(company=company, by=by, name=name, content=data, permission=PERMISSION)


@retried_on_deadlock
@retried_when_overtaken(
    "account_number_once", "account_with_entries_keeps_its_meaning", "account_dimension_once"
)
@transaction.atomic
def import_chart(
    *,
    company: Company,
    by: Actor,
    content: bytes,
    columns: Mapping[str, int] | None = None,
    rest_others: bool = False,
    expected: str = "",
) -> Imported:
    """Import a chart: make what is new, change what is other, never delete. All rows or none.

    What accounts ask of dimensions follows the file where it says so.

    `columns` says which column is what, else the headings do; `rest_others` takes accounts that the file
    lacks out of use, where nothing stands or posts on them; `expected` is the fingerprint of the plan that
    was shown. Everything is judged anew here. Permission: chart.edit. Repeats: the same file changes nothing.
    Raises: ChartFileRefused; BooksRefused with all problems of all rows, at `rows.<number>.<field>`.
    """
    require_permission(by, company, "chart.edit")
    hold_chart(company)
    plan = plan_of(company, content, columns)
    if problems := problems_of(plan):
        raise BooksRefused(*problems)
    if expected and expected != plan.fingerprint:
        message = _("The chart was changed after the preview was made. Look it over again.")
        raise BooksRefused(Problem(message))
    codes = codes_by_code(company)
    made = []
    for row in plan.of(NEW):
        account = Account(company=company)
        put_facts(account, row.facts, codes)
        made.append(account)
    Account.objects.bulk_create(made, batch_size=BATCH)
    changed = change_accounts(company, [row.facts for row in plan.of(CHANGED)])
    set_rules_of_many(
        company, {row.facts.number: row.rules for row in plan.rows if row.rules is not None}
    )
    rested = rest_accounts(company, plan.rest) if rest_others else 0
    return Imported(len(made), changed, len(plan.of(SAME)), rested)


def hold_chart(company: Company) -> None:
    """Wait for whoever imports into the same chart, changes an account or posts, and let nobody else until it is done.

    So nothing is changed between the plan and what is written by it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('chart'), %s)", [company.pk % 2**31])
    own = Account.objects.for_company(company).order_by("number").select_for_update()
    len(own.values_list("pk"))


def problems_of(plan: Plan) -> list[Problem]:
    """Return all problems of a plan, each at its row and field."""
    return [
        *plan.problems,
        *(
            Problem(
                _("Row %(row)s: %(message)s") % {"row": row.number, "message": problem.message},
                f"rows.{row.number}.{problem.field}",
            )
            for row in plan.rows
            for problem in row.problems
        ),
    ]


def change_accounts(company: Company, wanted: list[AccountFacts]) -> int:
    """Change accounts, which are held, by their numbers."""
    codes = codes_by_code(company)
    by_number = {facts.number: facts for facts in wanted}
    rows = list(
        Account.objects.for_company(company).filter(number__in=by_number).order_by("number")
    )
    fields: set[str] = set()
    for row in rows:
        fields.update(put_facts(row, by_number[row.number], codes))
    if fields:
        Account.objects.for_company(company).bulk_update(rows, sorted(fields), batch_size=BATCH)
    return len(rows)


def rest_accounts(company: Company, rest: tuple[AccountFacts, ...]) -> int:
    """Take accounts out of use."""
    accounts = Account.objects.for_company(company).filter(
        number__in=[facts.number for facts in rest], is_active=True
    )
    return accounts.update(is_active=False)
