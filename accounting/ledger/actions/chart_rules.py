"""What accounts ask of dimensions, set for many accounts at once: a handful of statements however many they are."""

from collections.abc import Mapping

from accounting.ledger.chart_files.asked import Asked, Rules
from accounting.ledger.models import Account, AccountDimension, Dimension, DimensionValue
from erp.companies.models import Company

BATCH = 500


def set_rules_of_many(company: Company, rules: Mapping[str, Rules]) -> None:
    """Let the accounts with these numbers ask of dimensions what their rules say, and of all others nothing."""
    if not rules:
        return
    accounts = Account.objects.for_company(company).filter(number__in=rules)
    numbers = dict(accounts.values_list("pk", "number"))
    dimensions = dict(Dimension.objects.for_company(company).values_list("code", "pk"))
    values = values_named(company, rules)
    wanted = {
        (account, dimensions[code]): (asked, values.get((dimensions[code], asked.default)))
        for account, number in numbers.items()
        for code, asked in rules[number].items()
    }
    own = AccountDimension.objects.for_company(company).filter(account__in=numbers)
    before = {(row.account_id, row.dimension_id): row for row in own}
    own.filter(pk__in=[row.pk for key, row in before.items() if key not in wanted]).delete()
    made, changed = [], []
    for (account, dimension), (asked, value) in wanted.items():
        row = before.get((account, dimension))
        if row is None:
            row = AccountDimension(company=company, account_id=account, dimension_id=dimension)
            made.append(row)
        elif (row.is_required, row.default_value_id) != (asked.is_required, value):
            changed.append(row)
        row.is_required, row.default_value_id = asked.is_required, value
    AccountDimension.objects.bulk_create(made, batch_size=BATCH)
    fields = ["is_required", "default_value"]
    AccountDimension.objects.for_company(company).bulk_update(changed, fields, batch_size=BATCH)


def values_named(company: Company, rules: Mapping[str, Rules]) -> dict[tuple[int, str], int]:
    """Return the ids of the values that rules name as defaults, by dimension and code."""
    codes = {asked.default for each in rules.values() for asked in each.values()} - {Asked.default}
    found = DimensionValue.objects.for_company(company).filter(code__in=codes)
    return {
        (dimension, code): pk
        for pk, dimension, code in found.values_list("pk", "dimension", "code")
    }
