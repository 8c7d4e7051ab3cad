"""What importing a chart would do, row by row: new, changed, as it was, or wrong. Pure: no database.

An empty cell changes nothing. Accounts that the file does not have stay; they may be taken out of use.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from accounting.ledger.account_rules import (
    AccountFacts,
    AccountUse,
    CodeFacts,
    account_problems,
)
from accounting.ledger.chart_files.asked import (
    DEFAULTS,
    REQUIRED,
    KnownDimension,
    Rules,
    asked_by,
    written,
)
from accounting.ledger.chart_files.columns import BY_NAME, FIELDS, plain, split_headings
from accounting.ledger.chart_files.reading import Row, Table
from accounting.ledger.standard import CATEGORIES, complete_grouping, standard_groupings
from erp.errors import Problem

NEW, CHANGED, SAME, FAULTY = "new", "changed", "same", "faulty"
FLAGS = frozenset({"is_vat_account", "requires_vat_code", "is_locked", "is_active"})
YES = frozenset({"1", "ja", "j", "yes", "y", "true", "sann", "x"})
NO = frozenset({"0", "nei", "n", "no", "false", "usann"})


@dataclass(frozen=True)
class Chart:
    """The chart as it stands, its VAT codes, what the sub-ledgers are called, and what is asked of dimensions."""

    accounts: Mapping[str, AccountUse]
    codes: Mapping[str, CodeFacts]
    roles: Mapping[str, str]
    dimensions: Mapping[str, KnownDimension] = field(default_factory=dict)
    rules: Mapping[str, Rules] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What a field was and becomes, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file: what it says of an account, and what that comes to. `rules` is None where they stay."""

    number: int
    status: str
    facts: AccountFacts
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: Rules | None = None


@dataclass(frozen=True)
class Plan:
    """What importing would do. `rest` are the accounts in use that the file lacks and that may be taken out of use."""

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[PlannedRow, ...] = ()
    rest: tuple[AccountFacts, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def of(self, status: str) -> list[PlannedRow]:
        """Return the rows of a status."""
        return [row for row in self.rows if row.status == status]

    @property
    def is_importable(self) -> bool:
        """Whether there are rows, and none of them is wrong."""
        return bool(self.rows) and not self.problems and not self.of(FAULTY)

    @property
    def fingerprint(self) -> str:
        """What tells this plan from another, so that nobody imports what was not shown."""
        told = [(row.facts, row.changes) for row in self.rows if row.status != SAME]
        return hashlib.sha256(repr((told, self.rest)).encode()).hexdigest()[:32]


def make_plan(table: Table, columns: Mapping[str, int], chart: Chart) -> Plan:
    """Return what importing a table with these columns would do to a chart."""
    headings, below = split_headings(table)
    if "number" not in columns:
        problem = Problem(_("Choose the column of the account number."), "number")
        return Plan(headings, columns, problems=(problem,))
    if len(set(columns.values())) < len(columns):
        problem = Problem(_("Two fields have the same column."))
        return Plan(headings, columns, problems=(problem,))
    if not below:
        problem = Problem(_("There are no rows below the headings."))
        return Plan(headings, columns, problems=(problem,))
    first: dict[str, int] = {}
    rows = tuple(planned(row, columns, chart, first) for row in below)
    rest = tuple(
        use.facts for number, use in chart.accounts.items() if number not in first and may_rest(use)
    )
    return Plan(headings, columns, rows, rest)


def may_rest(use: AccountUse) -> bool:
    """Tell whether an account that a file lacks may be taken out of use: nothing stands or posts on it."""
    return use.facts.is_active and not use.has_entries and not use.vat_codes


def planned(
    row: Row, columns: Mapping[str, int], chart: Chart, first: dict[str, int]
) -> PlannedRow:
    """Return what one row comes to; `first` remembers where each number stood first."""
    texts = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
    number = "".join(texts["number"].split())
    use = chart.accounts.get(number)
    problems: list[Problem] = []
    before = use.facts if use else AccountFacts(number, "")
    facts = with_texts(before, texts, chart, problems)
    if use is None and not facts.grouping_code and not facts.grouping_category:
        category, code = standard_groupings().get(number, ("", ""))
        facts = replace(facts, grouping_category=category, grouping_code=code)
    problems += account_problems(facts, chart.codes, use)
    asked = chart.rules.get(number, {})
    rules = asked_by(texts, asked, chart.dimensions, problems)
    if number in first:
        message = _("Account %(number)s stands in row %(row)s already.")
        problems.append(Problem(message % {"number": number, "row": first[number]}, "number"))
    first.setdefault(number, row.number)
    if problems:
        return PlannedRow(row.number, FAULTY, facts, problems=tuple(problems))
    told = rule_changes(asked, rules)
    if use is None:
        return PlannedRow(row.number, NEW, facts, told, rules=rules or None)
    changes = changes_of(before, facts, chart) + told
    status = CHANGED if changes else SAME
    return PlannedRow(row.number, status, facts, changes, rules=rules if told else None)


def with_texts(
    facts: AccountFacts, texts: Mapping[str, str], chart: Chart, problems: list[Problem]
) -> AccountFacts:
    """Return facts with what the cells of a row say; an empty cell says nothing."""
    told: dict[str, Any] = {}
    for name, text in texts.items():
        if not text or name in ("number", REQUIRED, DEFAULTS):
            continue
        if name in FLAGS:
            told[name] = flag_of(text, name, problems, before=getattr(facts, name))
        elif name == "party_role":
            told[name] = role_of(text, chart)
        elif name == "grouping_category":
            told[name] = category_of(text)
        else:
            told[name] = text
    code = told.get("grouping_code", facts.grouping_code)
    if code != facts.grouping_code and "grouping_category" not in told:
        known, _code = complete_grouping("", code)
        told["grouping_category"] = known or facts.grouping_category
    return replace(facts, **told)


def role_of(text: str, chart: Chart) -> str:
    """Return the sub-ledger that a cell names, by its code or by its name."""
    for role, label in chart.roles.items():
        if text.casefold() in (role, label.casefold()):
            return role
    return text


def flag_of(text: str, name: str, problems: list[Problem], *, before: bool) -> bool:
    """Return what a cell says of a flag: ja or nei, yes or no, 1 or 0, x."""
    word = plain(text)
    if word in YES:
        return True
    if word not in NO:
        problems.append(Problem(_("Write yes or no, not %(text)s.") % {"text": text}, name))
        return before
    return False


def category_of(text: str) -> str:
    """Return the category that a cell names, by its code or by its name."""
    for category, label in CATEGORIES.items():
        if text.casefold() in (category.casefold(), str(label).casefold()):
            return category
    return text


def changes_of(before: AccountFacts, after: AccountFacts, chart: Chart) -> tuple[Change, ...]:
    """Return what becomes other than it was, in the order of the fields."""
    return tuple(
        Change(
            str(BY_NAME[name].label),
            shown(name, getattr(before, name), chart),
            shown(name, getattr(after, name), chart),
        )
        for name in (field.name for field in FIELDS if field.name not in (REQUIRED, DEFAULTS))
        if getattr(before, name) != getattr(after, name)
    )


def rule_changes(before: Rules, after: Rules) -> tuple[Change, ...]:
    """Return what an account asks of dimensions other than it did."""
    was, becomes = written(before), written(after)
    return tuple(
        Change(str(BY_NAME[name].label), was[name], becomes[name])
        for name in (REQUIRED, DEFAULTS)
        if was[name] != becomes[name]
    )


def shown(name: str, value: Any, chart: Chart) -> str:
    """Return a fact as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "party_role":
        return chart.roles.get(value, value)
    if name == "grouping_category":
        return str(CATEGORIES.get(value, value))
    return str(value)
