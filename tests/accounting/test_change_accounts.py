"""Making and changing accounts: what may be, what entries and VAT codes hold fast, and who may."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounting.ledger.account_rules import AccountFacts, account_problems
from accounting.ledger.actions import (
    BooksRefused,
    DimensionRule,
    ValueFacts,
    create_account,
    create_value,
    post_voucher,
    update_account,
)
from accounting.ledger.actions.errors import VoucherRefused
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account, AccountDimension, Dimension, DimensionKind
from accounting.ledger.queries.chart import (
    account_card,
    code_facts,
    codes_by_code,
    facts_of,
    uses_of,
)
from erp.access.roles import Role
from erp.audit.queries import history_of
from erp.audit.registry import subject_of
from tests.world import World, draft, line, post

pytestmark = pytest.mark.django_db

SAVINGS = AccountFacts("1921", "Bank, sparing", "balanseverdiForOmloepsmiddel", "1920")


def account_of(world: World, number: str) -> Account:
    return Account.objects.for_company(world.fjord).get(number=number)


def change(world: World, of: str, /, **facts: Any) -> Account:
    account = account_of(world, of)
    return update_account(
        company=world.fjord,
        by=world.ola,
        account=account,
        facts=replace(facts_of(account), **facts),
    )


def problems(world: World, of: str, /, **facts: Any) -> set[str]:
    with pytest.raises(BooksRefused) as refused:
        change(world, of, **facts)
    return {problem.field for problem in refused.value.problems}


def test_a_new_account_can_be_posted_to_at_once(world: World) -> None:
    post(world, line("1920", "100.00"), line("1900", "-100.00"))  # The master data is in memory.
    create_account(company=world.fjord, by=world.ola, facts=SAVINGS)
    voucher = post(world, line("1921", "50.00"), line("1900", "-50.00"))
    assert voucher.entries.filter(account__number="1921").exists()


def test_all_problems_of_an_account_are_told_at_once_at_their_fields(world: World) -> None:
    facts = AccountFacts(
        "19A", " ", "ukjent", "x", "99", "bank", is_vat_account=True, requires_vat_code=True
    )
    with pytest.raises(BooksRefused) as refused:
        create_account(company=world.fjord, by=world.ola, facts=facts)
    assert [problem.field for problem in refused.value.problems] == [
        "number",
        "name",
        "grouping_code",
        "vat_code",
        "requires_vat_code",
        "party_role",
        "party_role",
    ]
    assert not Account.objects.filter(number="19A").exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": "12"}, "number"),
        ({"number": "0100"}, "number"),
        ({"number": "9000"}, "number"),
        ({"number": "1920"}, "number"),
        ({"name": "To\nlinjer"}, "name"),
        ({"grouping_category": ""}, "grouping_category"),
        ({"grouping_category": "egenkapital"}, "grouping_category"),
        ({"grouping_category": "", "grouping_code": "1999"}, "grouping_category"),
        ({"grouping_category": "egenkapital", "grouping_code": ""}, "grouping_code"),
        ({"grouping_code": "1999"}, None),
        ({"grouping_category": "", "grouping_code": ""}, None),
        ({"party_role": "customer", "vat_code": "1"}, "vat_code"),
        ({"party_role": "customer", "vat_code": "0"}, None),
        ({"is_vat_account": True, "vat_code": "3"}, "vat_code"),
    ],
)
def test_what_an_account_may_be(world: World, facts: dict[str, Any], field: str | None) -> None:
    wanted = replace(SAVINGS, **facts)
    if field is None:
        create_account(company=world.fjord, by=world.ola, facts=wanted)
        return
    with pytest.raises(BooksRefused) as refused:
        create_account(company=world.fjord, by=world.ola, facts=wanted)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_every_account_of_the_standard_chart_keeps_the_rules(world: World) -> None:
    codes = code_facts(codes_by_code(world.fjord))
    accounts = uses_of(world.fjord, Account.objects.for_company(world.fjord)).values()
    assert [p for _row, use in accounts for p in account_problems(use.facts, codes, use)] == []


def test_number_and_sub_ledger_stay_once_there_are_entries(world: World) -> None:
    post(world, line("1920", "100.00"), line("1900", "-100.00"))
    assert problems(world, "1920", number="1929", party_role="customer") == {
        "number",
        "party_role",
    }
    change(world, "1920", name="Hovedbank")
    assert account_of(world, "1920").name == "Hovedbank"
    change(world, "1940", number="1949", party_role="customer")
    assert account_of(world, "1949").party_role == "customer"


def test_the_database_holds_number_and_sub_ledger_too(world: World) -> None:
    post(world, line("1920", "100.00"), line("1900", "-100.00"))
    for attack in ("number = '1929'", "party_role = 'customer'"):
        with (
            pytest.raises(IntegrityError, match="has entries"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE accounting_account SET {attack} WHERE number = '1920'")


def test_an_account_that_vat_codes_post_to_stays_a_vat_account_in_use(world: World) -> None:
    assert problems(world, "2710", is_vat_account=False) == {"is_vat_account"}
    assert problems(world, "2710", is_active=False) == {"is_active"}
    change(world, "2740", is_active=False)
    with pytest.raises(VoucherRefused):
        post_voucher(
            draft(line("2740", "1.00"), line("1920", "-1.00")), company=world.fjord, by=world.ola
        )
    assert check_books(world.fjord) == []


def test_what_an_account_asks_of_dimensions_is_set_changed_and_taken_back(world: World) -> None:
    department = Dimension.objects.for_company(world.fjord).get(kind=DimensionKind.DEPARTMENT)
    value = create_value(
        company=world.fjord, by=world.ola, dimension=department, facts=ValueFacts("10", "Salg")
    )
    account = account_of(world, "6800")
    facts = facts_of(account)

    def ask(*rules: DimensionRule) -> list[tuple[bool, str | None]]:
        update_account(company=world.fjord, by=world.ola, account=account, facts=facts, rules=rules)
        rows = AccountDimension.objects.filter(account=account)
        return list(rows.values_list("is_required", "default_value__code"))

    assert ask(DimensionRule(department, True, value)) == [(True, "10")]
    voucher = post(world, line("6800", "100.00"), line("1920", "-100.00"))
    assert voucher.entries.get(account=account).department == value
    assert ask(DimensionRule(department, True)) == [(True, None)]
    with pytest.raises(VoucherRefused):
        post(world, line("6800", "100.00"), line("1920", "-100.00"))
    update_account(company=world.fjord, by=world.ola, account=account, facts=facts)
    assert AccountDimension.objects.filter(account=account).count() == 1
    assert ask(DimensionRule(department)) == []
    card = account_card(world.fjord, account.pk)
    assert [rule.is_required for rule in card.rules] == [False, False]


def test_a_default_of_another_dimension_is_refused(world: World) -> None:
    dimensions = Dimension.objects.for_company(world.fjord)
    department = dimensions.get(kind=DimensionKind.DEPARTMENT)
    project = dimensions.get(kind=DimensionKind.PROJECT)
    value = create_value(
        company=world.fjord, by=world.ola, dimension=project, facts=ValueFacts("P1", "Kai")
    )
    with pytest.raises(BooksRefused) as refused:
        create_account(
            company=world.fjord,
            by=world.ola,
            facts=SAVINGS,
            rules=[DimensionRule(department, default_value=value)],
        )
    assert [p.field for p in refused.value.problems] == [f"default_{department.pk}"]


def test_the_same_facts_again_leave_no_trace_in_the_history(world: World) -> None:
    subject = subject_of("account")
    assert subject
    account = change(world, "1920", name="Hovedbank")
    before = len(history_of(world.fjord, subject, account.pk))
    change(world, "1920", name="Hovedbank")
    assert len(history_of(world.fjord, subject, account.pk)) == before


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.AUDITOR, Role.APPROVER])
def test_only_who_may_edit_the_chart_changes_it(world: World, role: Role) -> None:
    by = world.people[role]
    with pytest.raises(PermissionDenied):
        create_account(company=world.fjord, by=by, facts=SAVINGS)
    account = account_of(world, "1920")
    with pytest.raises(PermissionDenied):
        update_account(company=world.fjord, by=by, account=account, facts=facts_of(account))
