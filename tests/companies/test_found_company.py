"""Founding a company: company, books and owner together or not at all."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounting.founding.actions import Founded, found_company
from accounting.founding.start_month import why_start_month_is_held
from accounting.ledger.actions import post_voucher
from accounting.ledger.models import Account, FiscalYear, VoucherType
from accounting.ledger.periods import NoSuchPeriod
from accounting.vat.models import VatCode
from erp.access.models import Membership
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.actions import CompanyFacts, CompanyRefused
from erp.companies.models import Company
from erp.companies.scope import Scope, company_scope, current_scope, scheduler_scope, set_scope
from tests.world import World, draft, line

pytestmark = pytest.mark.django_db

FACTS = CompanyFacts(
    name="Bølge og Bris AS",
    orgnr="889640782",
    vat_registered=True,
    address="Strandgata 3",
    postal_code="8006",
    city="Bodø",
)


def founded(world: World, facts: CompanyFacts = FACTS, slug: str = "") -> Founded:
    """Let Per, who has a company of his own, found another."""
    set_scope(Scope(user=world.per.pk))
    return found_company(by=world.per, owner=world.per, facts=facts, slug=slug)


def problems(world: World, facts: CompanyFacts = FACTS, slug: str = "") -> dict[str, str]:
    """Return what is refused, by field."""
    with pytest.raises(CompanyRefused) as refused:
        founded(world, facts, slug)
    return {problem.field: str(problem.message) for problem in refused.value.problems}


def test_a_company_comes_with_its_books_and_its_owner(world: World) -> None:
    made = founded(world)
    assert made.is_new
    company = made.company
    assert (company.slug, company.name) == ("bolge-og-bris", "Bølge og Bris AS")
    with company_scope(company.pk):
        assert Account.objects.for_company(company).filter(number="1920").exists()
        assert VatCode.objects.for_company(company).filter(code="1").exists()
        assert VoucherType.objects.for_company(company).filter(key="manual").exists()
        membership = Membership.objects.for_company(company).get()
    assert (membership.user, membership.role, membership.valid_to) == (world.per, Role.OWNER, None)


def test_the_scope_is_as_it_was(world: World) -> None:
    founded(world)
    assert current_scope() == Scope(user=world.per.pk)


def test_the_owner_can_post_at_once_and_the_first_posting_opens_its_own_year(world: World) -> None:
    company = founded(world, replace(FACTS, fiscal_year_start_month=7)).company
    company.created_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with company_scope(company.pk):
        assert not FiscalYear.objects.for_company(company).exists()
        with pytest.raises(NoSuchPeriod):
            post_voucher(
                draft(line("1920", "1.00"), line("2000", "-1.00"), day=date(2016, 11, 24)),
                company=company,
                by=world.per,
            )
        assert why_start_month_is_held(company) == ""
        voucher = post_voucher(
            draft(line("1920", "30000.00"), line("2000", "-30000.00"), day=date(2026, 11, 24)),
            company=company,
            by=world.per,
        )
        assert voucher.number == 1
        year = FiscalYear.objects.for_company(company).get()
        assert (year.year, year.start, year.end) == (2027, date(2026, 7, 1), date(2027, 6, 30))
        assert "2027" in why_start_month_is_held(company)


def test_a_short_name_that_is_taken_gets_a_number_or_is_refused(world: World) -> None:
    assert founded(world).company.slug == "bolge-og-bris"
    other = replace(FACTS, orgnr="810034882")
    assert founded(world, other).company.slug == "bolge-og-bris-2"
    third = replace(FACTS, orgnr="923609016", name="Noe annet")
    assert set(problems(world, third, "bolge-og-bris")) == {"slug"}
    assert set(problems(world, third, world.fjord.slug)) == {"slug"}


@pytest.mark.parametrize("slug", ["account", "companies", "static", "healthz"])
def test_addresses_of_the_product_are_no_short_names(world: World, slug: str) -> None:
    assert set(problems(world, slug=slug)) == {"slug"}


@pytest.mark.parametrize("slug", ["-a", "a_b", "Å", "a b", "a/b", "a" * 49, "../x"])
def test_a_short_name_stands_in_an_address(world: World, slug: str) -> None:
    assert set(problems(world, slug=slug)) == {"slug"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("orgnr", "889640783"),
        ("orgnr", "12345"),
        ("country", "Norge"),
        ("country", "no"),
        ("postal_code", "123"),
        ("postal_code", "N-8006"),
        ("vat_term_kind", "weekly"),
        ("fiscal_year_start_month", 13),
        ("fiscal_year_start_month", 0),
        ("colour", "z"),
        ("email", "post@"),
        ("city", "x" * 101),
    ],
)
def test_a_fact_that_cannot_be_is_refused_at_its_field(
    world: World, field: str, value: object
) -> None:
    assert set(problems(world, replace(FACTS, **{field: value}))) == {field}


def test_all_that_is_wrong_is_told_at_once(world: World) -> None:
    wrong = replace(FACTS, name="", orgnr="1", postal_code="80")
    assert set(problems(world, wrong, "Å")) == {"name", "orgnr", "postal_code", "slug"}


def test_a_foreign_postal_code_is_free(world: World) -> None:
    company = founded(world, replace(FACTS, country="SE", postal_code="113 51")).company
    assert company.postal_code == "113 51"


def test_the_same_once_more_gives_the_first(world: World) -> None:
    first = founded(world)
    again = founded(world)
    assert (again.company, again.is_new) == (first.company, False)
    assert founded(world, slug="bolge-og-bris").company == first.company
    assert set(problems(world, replace(FACTS, name="Et annet navn AS"))) == {"orgnr"}


def test_somebody_elses_company_of_that_number_is_not_told_of(world: World) -> None:
    assert founded(world, replace(FACTS, orgnr=world.fjord.orgnr)).is_new


def test_a_refused_company_leaves_nothing_behind(world: World) -> None:
    with scheduler_scope():
        before = Company.objects.count()
    problems(world, replace(FACTS, orgnr="1"))
    with scheduler_scope():
        assert Company.objects.count() == before


def test_where_it_is_switched_off_only_the_operator_makes_companies(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "NEW_COMPANIES", False)
    with pytest.raises(PermissionDenied):
        founded(world)
    set_scope(Scope())
    assert found_company(by=SYSTEM, owner=world.per, facts=FACTS).is_new


def test_the_database_holds_the_start_month_once_a_year_is_opened(world: World) -> None:
    change = "UPDATE companies_company SET fiscal_year_start_month = %s WHERE id = %s"
    company = founded(world).company
    with company_scope(company.pk), connection.cursor() as cursor:
        cursor.execute(change, [4, company.pk])
        assert cursor.rowcount == 1
    set_scope(world.scope)
    with (
        pytest.raises(DatabaseError, match="stands fast"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [4, world.fjord.pk])


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_company(world: World) -> None:
    barrier = threading.Barrier(2)
    answers: list[Any] = []

    def click() -> None:
        try:
            barrier.wait()
            answers.append(founded(world, replace(FACTS, orgnr="986105174")))
        finally:
            set_scope(Scope())
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.is_new for answer in answers) == [False, True]
    assert len({answer.company.pk for answer in answers}) == 1
