"""A change that arrives while a form is being made: what the form shows is what is now, or the form is refused."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounting.ledger.actions import update_account
from accounting.ledger.models import Account, AccountDimension
from accounting.ledger.queries.chart import facts_of
from accounting.party_defaults.actions import defaults_of, set_party_defaults
from accounting.party_defaults.models import PartyDefaults, PartyDefaultValue
from crm.actions import PartyFacts, create_party, update_party
from crm.models import Party, PartyAddress
from erp.access.actions import update_company
from erp.companies.actions import CompanyFacts
from erp.companies.models import Company
from erp.companies.scope import company_scope
from erp.db.versions import event_model
from tests.erp.test_overtaken import opened
from tests.world import World

pytestmark = pytest.mark.django_db


@contextmanager
def changed_after_first_read(change: Callable[[], Any], *models: type[Model]) -> Iterator[None]:
    """Let another's change be there after the first query that reads one of the tables or its history."""
    tables = [each._meta.db_table for model in models for each in (model, event_model(model))]
    reads = re.compile(rf'(?:FROM|JOIN) "(?:{"|".join(tables)})"')
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not seen and reads.search(sql):
            seen.append(sql)
            change()
        return result

    with connection.execute_wrapper(watch):
        yield
    assert seen


def test_a_party_that_changes_while_its_form_is_made(client: Client, world: World) -> None:
    facts = PartyFacts(name="Elgrossen AS", roles=frozenset({"supplier"}), phone="55 10 20 30")
    party = create_party(company=world.fjord, by=world.ola, facts=facts)
    now = replace(facts, phone="99 99 99 99")

    def change() -> None:
        update_party(company=world.fjord, by=world.eva, party=party, facts=now)

    with changed_after_first_read(change, Party, PartyAddress):
        url, form = opened(client, world, "party_edit", party.pk)
    answer = client.post(url, form | {"email": "post@elgrossen.example"})
    party.refresh_from_db()
    assert party.phone == "99 99 99 99"
    assert answer.status_code == 422


def test_an_account_that_changes_while_its_form_is_made(client: Client, world: World) -> None:
    account = Account.objects.for_company(world.fjord).get(number="6500")
    facts = replace(facts_of(account), name="Småverktøy")

    def change() -> None:
        update_account(company=world.fjord, by=world.eva, account=account, facts=facts)

    with changed_after_first_read(change, Account, AccountDimension):
        url, form = opened(client, world, "chart_account", account.pk)
    client.post(url, form | {"is_locked": "on"})
    account.refresh_from_db()
    assert account.name == "Småverktøy"


def test_coding_defaults_that_change_while_their_form_is_made(client: Client, world: World) -> None:
    facts = PartyFacts(name="Elgrossen AS", roles=frozenset({"supplier"}))
    party = create_party(company=world.fjord, by=world.ola, facts=facts)
    account = Account.objects.for_company(world.fjord).get(number="6500")

    def change() -> None:
        set_party_defaults(
            company=world.fjord, by=world.eva, party=party, account=account, vat_code=None
        )

    with changed_after_first_read(change, PartyDefaults, PartyDefaultValue):
        url, form = opened(client, world, "party_defaults_panel", party.pk)
    client.post(url, form | {"vat_code": ""})
    kept = defaults_of(world.fjord, party)
    assert kept is not None
    assert kept.account == account


def test_a_company_that_changes_while_its_form_is_made(client: Client, world: World) -> None:
    facts = CompanyFacts(
        name="Fjord AS", orgnr=world.fjord.orgnr, vat_registered=True, city="Bergen"
    )

    def change() -> None:
        with company_scope(world.fjord.pk):
            update_company(company=world.fjord, by=world.eva, facts=facts)

    with changed_after_first_read(change, Company):
        url, form = opened(client, world, "company_settings")
    client.force_login(world.eva)
    client.post(url, form | {"phone": "55 10 20 30"})
    world.fjord.refresh_from_db()
    assert world.fjord.city == "Bergen"


@pytest.mark.parametrize("name", ["party_edit", "chart_account"])
@pytest.mark.parametrize("pk", [0, 10**30])
def test_what_does_not_exist_has_no_form(client: Client, world: World, name: str, pk: int) -> None:
    client.force_login(world.ola)
    assert client.get(reverse(name, args=[world.fjord.slug, pk])).status_code == 404
