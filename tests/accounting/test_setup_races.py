"""Two at once in the set-up of the books: who comes second is told at the field, and the ledger keeps its promises."""

from dataclasses import replace

import pytest

from accounting.ledger.account_rules import AccountFacts
from accounting.ledger.actions import (
    BooksRefused,
    create_account,
    create_voucher_type,
    import_chart,
    open_next_year,
    update_account,
)
from accounting.ledger.checks import check_books
from accounting.ledger.models import Account, VoucherSeries
from accounting.ledger.queries.chart import facts_of
from accounting.ledger.queries.chart_files import plan_of
from tests.accounting.threads import PATIENCE, race
from tests.world import TODAY, World, line, post

pytestmark = pytest.mark.django_db(transaction=True)

SAVINGS = AccountFacts("1921", "Bank, sparing", "balanseverdiForOmloepsmiddel", "1920")


def test_the_second_of_two_accounts_with_one_number_is_told_at_the_number(world: World) -> None:
    by = {"company": world.fjord, "by": world.ola}
    with race(world.scope) as both:
        both.first(lambda: create_account(**by, facts=SAVINGS))
        second = both.then(lambda: create_account(**by, facts=replace(SAVINGS, name="Sparing")))
        both.commit()
        refused = second.exception(PATIENCE)
    assert isinstance(refused, BooksRefused)
    assert [problem.field for problem in refused.problems] == ["number"]


def test_two_imports_of_one_chart_make_it_once(world: World) -> None:
    by = {"company": world.fjord, "by": world.ola, "content": b"Konto;Navn\n1921;Sparing\n"}
    with race(world.scope) as both:
        first = both.first(lambda: import_chart(**by))  # type: ignore[arg-type]
        second = both.then(lambda: import_chart(**by))  # type: ignore[arg-type]
        both.commit()
        assert (first.result(PATIENCE).made, second.result(PATIENCE).same) == (1, 1)


def test_an_import_that_was_looked_over_does_not_write_over_a_change_that_has_begun(
    world: World,
) -> None:
    account = Account.objects.for_company(world.fjord).get(number="1940")
    content = b"Konto;Navn\n1940;Sparekonto\n"
    expected = plan_of(world.fjord, content, None).fingerprint
    facts = replace(facts_of(account), name="Driftskonto")
    by = {"company": world.fjord, "by": world.ola}
    with race(world.scope) as both:
        both.first(lambda: update_account(**by, account=account, facts=facts))
        second = both.then(lambda: import_chart(**by, content=content, expected=expected))
        both.commit()
        assert isinstance(second.exception(PATIENCE), BooksRefused)
    account.refresh_from_db()
    assert account.name == "Driftskonto"


def test_a_sub_ledger_does_not_change_under_a_posting_that_has_begun(world: World) -> None:
    account = Account.objects.for_company(world.fjord).get(number="1940")
    facts = replace(facts_of(account), party_role="customer")
    with race(world.scope) as both:
        both.first(lambda: post(world, line("1940", "10.00"), line("1900", "-10.00")))
        change = both.then(
            lambda: update_account(company=world.fjord, by=world.ola, account=account, facts=facts)
        )
        both.commit()
        refused = change.exception(PATIENCE)
    assert isinstance(refused, BooksRefused)
    assert [problem.field for problem in refused.problems] == ["party_role"]
    assert check_books(world.fjord) == []


def test_an_import_waits_for_a_posting_that_has_begun_too(world: World) -> None:
    content = b"Konto;Navn;Reskontro\n1940;Bank;customer\n"
    with race(world.scope) as both:
        both.first(lambda: post(world, line("1940", "10.00"), line("1900", "-10.00")))
        change = both.then(lambda: import_chart(company=world.fjord, by=world.ola, content=content))
        both.commit()
        refused = change.exception(PATIENCE)
    assert isinstance(refused, BooksRefused)
    assert [problem.field for problem in refused.problems] == ["rows.2.party_role"]
    assert check_books(world.fjord) == []


def test_a_type_made_while_a_year_opens_counts_in_it_too(world: World) -> None:
    by = {"company": world.fjord, "by": world.ola}
    with race(world.scope) as both:
        both.first(lambda: open_next_year(**by, after=2026, today=TODAY))
        making = both.then(lambda: create_voucher_type(**by, code="20", name="Kasse"))
        both.commit()
        made = making.result(PATIENCE)
    assert VoucherSeries.objects.filter(voucher_type=made).count() == 2
