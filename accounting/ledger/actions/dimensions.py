"""Making and changing dimensions (dimensjoner) and their values."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.account_rules import naming_problems
from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import AccountDimension, Dimension, DimensionKind, DimensionValue
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import Problem

CODE = re.compile(r"[^\s=;]{1,20}")
DIMENSION_CODE = re.compile(
    r"[\w.,/&+-]{1,20}"
)  # What people call things by; no marks such as ! and ?
LONGEST_NAME, LONGEST_VALUE_NAME = 100, 150


@dataclass(frozen=True)
class ValueFacts:
    """What a value of a dimension is called, what it stands below, and whether it may be chosen."""

    code: str
    name: str
    parent: DimensionValue | None = None
    is_active: bool = True


@retried_on_deadlock
@retried_when_overtaken("dimension_code_once")
@transaction.atomic
def create_dimension(*, company: Company, by: Actor, code: str, name: str) -> Dimension:
    """Make a free dimension (fri dimensjon). Permission: dimension.edit. Raises: BooksRefused."""
    require_permission(by, company, "dimension.edit")
    problems = code_and_name_problems(code, name, LONGEST_NAME)
    if CODE.fullmatch(code) and not DIMENSION_CODE.fullmatch(code):
        problems.append(
            Problem(
                _(
                    "A dimension's code has letters and digits, and may have . , - _ / & and + between them."
                ),
                "code",
            )
        )
    if Dimension.objects.for_company(company).filter(code=code).exists():
        problems.append(code_taken(code))
    if problems:
        raise BooksRefused(*problems)
    return Dimension.objects.create(company=company, kind=DimensionKind.FREE, code=code, name=name)


@retried_on_deadlock
@transaction.atomic
def update_dimension(
    *, company: Company, by: Actor, dimension: Dimension, name: str, is_active: bool = True
) -> Dimension:
    """Rename a dimension, or take a free one out of use. Its code stays: coded documents and reports know it by that.

    Permission: dimension.edit. Repeats: safe. Raises: BooksRefused.
    """
    require_permission(by, company, "dimension.edit")
    row = Dimension.objects.for_company(company).select_for_update().get(pk=dimension.pk)
    problems = code_and_name_problems(row.code, name, LONGEST_NAME)
    if not is_active and row.kind != DimensionKind.FREE:
        message = _("Department and project are always in use.")
        problems.append(Problem(message, "is_active"))
    elif not is_active and (account := first_account_with(company, dimension=row)):
        message = _("Account %(number)s asks for this dimension.") % {"number": account}
        problems.append(Problem(message, "is_active"))
    if problems:
        raise BooksRefused(*problems)
    row.name, row.is_active = name, is_active
    row.save(update_fields=["name", "is_active"])
    return row


@retried_on_deadlock
@transaction.atomic
def create_value(
    *, company: Company, by: Actor, dimension: Dimension, facts: ValueFacts
) -> DimensionValue:
    """Make a department, a project or a value of a free dimension.

    Permission: dimension.edit. Raises: BooksRefused.
    """
    require_permission(by, company, "dimension.edit")
    own = Dimension.objects.for_company(company).select_for_update().get(pk=dimension.pk)
    value = DimensionValue(company=company, dimension=own)
    if problems := value_problems(value, facts):
        raise BooksRefused(*problems)
    put_facts(value, facts)
    value.save(force_insert=True)
    return value


@retried_on_deadlock
@transaction.atomic
def update_value(
    *, company: Company, by: Actor, value: DimensionValue, facts: ValueFacts
) -> DimensionValue:
    """Change a value. What it is in entries follows along: they point at the value, not at its code.

    The dimension's row is locked, so that two changes cannot put values below each other in a ring.
    Permission: dimension.edit. Repeats: safe. Raises: BooksRefused.
    """
    require_permission(by, company, "dimension.edit")
    Dimension.objects.for_company(company).select_for_update().get(pk=value.dimension_id)
    row = DimensionValue.objects.for_company(company).select_related("dimension").get(pk=value.pk)
    problems = value_problems(row, facts)
    if not facts.is_active and (account := first_account_with(company, default_value=row)):
        message = _("It is the default of account %(number)s.") % {"number": account}
        problems.append(Problem(message, "is_active"))
    if problems:
        raise BooksRefused(*problems)
    put_facts(row, facts)
    row.save(update_fields=["code", "name", "parent", "is_active"])
    return row


def code_and_name_problems(code: str, name: str, longest: int) -> list[Problem]:
    """Return what is wrong with a code and a name."""
    problems = []
    if not CODE.fullmatch(code):
        message = _("A code is at most 20 characters, without spaces and without = and ;")
        problems.append(Problem(message, "code"))
    return [*problems, *naming_problems(name, longest)]


def code_taken(code: str) -> Problem:
    """Return the problem of a code that is there already."""
    return Problem(_("The code %(code)s is already in use.") % {"code": code}, "code")


def value_problems(value: DimensionValue, facts: ValueFacts) -> list[Problem]:
    """Return all that is wrong with a new or changed value."""
    problems = code_and_name_problems(facts.code, facts.name, LONGEST_VALUE_NAME)
    others = DimensionValue.objects.filter(
        company_id=value.company_id, dimension_id=value.dimension_id
    )
    if others.filter(code=facts.code).exclude(pk=value.pk).exists():
        problems.append(code_taken(facts.code))
    if facts.parent is None:
        return problems
    if facts.parent.dimension_id != value.dimension_id:
        message = _("%(value)s is not a value of %(dimension)s.")
        text = message % {"value": facts.parent, "dimension": value.dimension}
        problems.append(Problem(text, "parent"))
    elif value.pk and stands_below(
        facts.parent.pk, value.pk, dict(others.values_list("pk", "parent"))
    ):
        message = _("%(value)s stands below this one already.") % {"value": facts.parent}
        problems.append(Problem(message, "parent"))
    return problems


def stands_below(pk: int, above: int, parents: dict[int, int | None]) -> bool:
    """Tell whether a value is another, or stands below it."""
    at: int | None = pk
    while at is not None:
        if at == above:
            return True
        at = parents.get(at)
    return False


def put_facts(value: DimensionValue, facts: ValueFacts) -> None:
    """Put facts onto a value that is not saved here."""
    value.code, value.name = facts.code, facts.name
    value.parent, value.is_active = facts.parent, facts.is_active


def first_account_with(company: Company, **where: object) -> str:
    """Return the number of the first account that asks something of a dimension or value; empty for none."""
    rules = AccountDimension.objects.for_company(company).filter(**where)
    return rules.order_by("account__number").values_list("account__number", flat=True).first() or ""
