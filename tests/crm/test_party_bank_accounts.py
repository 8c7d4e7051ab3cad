"""Bank accounts of a party: since when and from where, ended and never deleted, new ones flagged."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from crm.actions import PartyRefused, add_bank_account, end_bank_account
from crm.models import Party, PartyBankAccount
from crm.queries.parties import party_card
from crm.rules import is_new_account
from erp.access.models import User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from tests.crm.parties import make_foreign, make_party, url
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
ACCOUNT, IBAN = "86011117947", "NO9386011117947"


def add(
    world: World, party: Party, account: str = ACCOUNT, since: date = TODAY
) -> PartyBankAccount:
    return add_bank_account(
        company=world.fjord, by=world.ola, party=party, account=account, since=since
    )


def end(world: World, account: PartyBankAccount, on: date) -> PartyBankAccount:
    return end_bank_account(
        company=world.fjord, by=world.ola, bank_account=account, on=on, today=TODAY
    )


def test_an_account_is_kept_as_digits_with_its_source(world: World) -> None:
    row = add(world, make_party(world), "8601 11 17947")
    assert (row.account, row.since, row.source) == (ACCOUNT, TODAY, "manual")
    assert add(world, row.party, since=date(2020, 1, 1)).since == TODAY, "as it was first told"
    assert add(world, row.party, IBAN).account == IBAN


@pytest.mark.parametrize("account", ["", "123", "86011117948", "NO9386011117948", "x" * 40])
def test_a_number_that_cannot_be_right_is_refused(world: World, account: str) -> None:
    with pytest.raises(PartyRefused) as refused:
        add(world, make_party(world), account)
    assert [p.field for p in refused.value.problems] == ["account"]


def test_an_account_ends_once_and_can_come_back(world: World) -> None:
    row = add(world, make_party(world), since=date(2026, 1, 1))
    ended = end(world, row, date(2026, 11, 1))
    assert ended.ended_on == date(2026, 11, 1)
    assert end(world, row, date(2026, 11, 1)).ended_on == date(2026, 11, 1)
    with pytest.raises(PartyRefused):
        end(world, row, date(2026, 11, 2))
    assert add(world, row.party).pk != row.pk


@pytest.mark.parametrize("day", [date(2025, 12, 31), TODAY + timedelta(days=1)])
def test_an_account_ends_neither_before_it_began_nor_later_than_today(
    world: World, day: date
) -> None:
    row = add(world, make_party(world), since=date(2026, 1, 1))
    with pytest.raises(PartyRefused) as refused:
        end(world, row, day)
    assert [p.field for p in refused.value.problems] == ["on"]


def test_new_accounts_are_flagged_and_those_in_use_come_first(world: World) -> None:
    party = make_party(world)
    old, iban, fresh = "15032080119", IBAN, ACCOUNT
    for account, since in ((old, date(2020, 1, 1)), (iban, date(2019, 1, 1)), (fresh, TODAY)):
        add(world, party, account, since)
    end(world, PartyBankAccount.objects.get(account=old), date(2026, 6, 30))
    lines = party_card(world.fjord, party.pk, TODAY).bank_accounts
    assert [(line.account.account, line.is_new) for line in lines] == [
        (fresh, True),
        (iban, False),
        (old, False),
    ]


def test_an_account_is_new_for_thirty_days() -> None:
    assert is_new_account(TODAY - timedelta(days=29), None, TODAY)
    assert not is_new_account(TODAY - timedelta(days=30), None, TODAY)
    assert not is_new_account(TODAY, TODAY, TODAY)


def test_changing_accounts_needs_a_right_of_its_own(world: World) -> None:
    row = add(world, make_party(world))
    for role in (Role.BOOKKEEPER, Role.SALES, Role.AUDITOR):
        common = {"company": world.fjord, "by": world.people[role]}
        with pytest.raises(PermissionDenied):
            add_bank_account(**common, party=row.party, account=IBAN, since=TODAY)
        with pytest.raises(PermissionDenied):
            end_bank_account(**common, bank_account=row, on=TODAY, today=TODAY)


def test_the_pages_add_and_end(world: World, ola: Client) -> None:
    party, today = make_party(world), timezone.localdate()
    new = url(world, "party_bank_account_new", party.pk)
    assert ola.get(new).status_code == 200
    sent = {"account": "8601.11.17947", "since": "i dag", "bic": "dnbanokk"}
    assert ola.post(new, sent).headers["Location"] == url(world, "party", party.pk)
    row = PartyBankAccount.objects.get(party=party)
    assert (row.account, row.bic, row.since) == (ACCOUNT, "DNBANOKK", today)
    card = ola.get(url(world, "party", party.pk)).content.decode()
    assert "8601.11.17947" in card
    end_url = url(world, "party_bank_account_end", party.pk, row.pk)
    assert end_url in card
    assert ola.get(end_url).status_code == 200
    assert ola.post(end_url, {"on": "i dag"}).status_code == 302
    row.refresh_from_db()
    assert row.ended_on == today
    assert end_url not in ola.get(url(world, "party", party.pk)).content.decode()


def test_what_is_wrong_stands_at_its_field(world: World, ola: Client) -> None:
    party = make_party(world)
    new = url(world, "party_bank_account_new", party.pk)
    answer = ola.post(new, {"account": "123", "since": "i går eller så", "bic": "DNB"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"since", "bic"})
    answer = ola.post(new, {"account": "123", "since": "i dag"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"account"})
    row = add(world, party, since=timezone.localdate())
    end_url = url(world, "party_bank_account_end", party.pk, row.pk)
    answer = ola.post(end_url, {"on": "+14"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"on"})


def test_who_lacks_the_right_sees_the_accounts_but_no_way_to_change_them(
    world: World, signed_in: Callable[[User], Client]
) -> None:
    party = make_party(world)
    row = add(world, party)
    browser = signed_in(world.people[Role.BOOKKEEPER])
    card = browser.get(url(world, "party", party.pk)).content.decode()
    assert "8601.11.17947" in card
    for page in (
        url(world, "party_bank_account_new", party.pk),
        url(world, "party_bank_account_end", party.pk, row.pk),
    ):
        assert page not in card
        assert browser.get(page).status_code == 403
        assert browser.post(page, {}).status_code == 403


def test_an_account_of_another_party_or_company_is_not_there(world: World, ola: Client) -> None:
    row, other = add(world, make_party(world)), make_party(world, "En annen")
    assert ola.get(url(world, "party_bank_account_end", other.pk, row.pk)).status_code == 404
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    assert ola.get(url(world, "party_bank_account_new", theirs.pk)).status_code == 404
