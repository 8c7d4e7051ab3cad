"""A choice of open items that is sent twice settles once, and both times says so."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounting.ledger.actions import post_voucher
from accounting.ledger.checks import check_books
from accounting.open_items.actions import SettlementRefused, settle_chosen
from accounting.open_items.models import OpenItem, Settlement
from crm.models import Party
from erp.access.roles import Role
from tests.accounting.machine.books import Books, make_accountant, open_books, scope_of
from tests.accounting.pages import address, toasts_of
from tests.accounting.threads import PATIENCE, race
from tests.world import TODAY, World, draft, line, post

KEY = UUID("0d5d3c0e-54f3-4a52-9c1d-5b0f0a4f7a11")


@pytest.fixture
def customer(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Tryggfjord AS", customer_number=10001)


def owe(world: World, party: Party, amount: str) -> OpenItem:
    back = amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"
    voucher = post(world, line("1500", amount, party=party.pk), line("1920", back))
    return OpenItem.objects.get(voucher=voucher)


def settle(world: World, party: Party, *items: OpenItem, **how: Any) -> Settlement:
    how = {"by": world.ola, "key": KEY, **how}
    chosen = [item.pk for item in items]
    return settle_chosen(
        company=world.fjord, party_id=party.pk, chosen=chosen, on=TODAY, reason="Betalt", **how
    )


def left(items: Sequence[OpenItem]) -> list[str]:
    return [str(OpenItem.objects.get(pk=item.pk).remaining) for item in items]


@pytest.mark.django_db
def test_the_same_choice_again_returns_the_first_settlement(world: World, customer: Party) -> None:
    owed, paid = items = owe(world, customer, "100.00"), owe(world, customer, "-60.00")
    first = settle(world, customer, owed, paid)
    assert settle(world, customer, paid, owed) == first
    assert left(items) == ["40.00", "0.00"]
    # A part payment and the rest: the same two items, chosen anew.
    rest = owe(world, customer, "-40.00")
    assert settle(world, customer, owed, rest) != first
    assert left([*items, rest]) == ["0.00", "0.00", "0.00"]
    assert check_books(world.fjord) == []


@pytest.mark.django_db
def test_a_new_page_with_the_same_choice_is_a_new_wish(world: World, customer: Party) -> None:
    items = owe(world, customer, "100.00"), owe(world, customer, "-60.00")
    settle(world, customer, *items)
    with pytest.raises(SettlementRefused):
        settle(world, customer, *items, key=uuid4())
    assert Settlement.objects.count() == 1


@pytest.mark.django_db
def test_who_may_only_look_settles_nothing(world: World, customer: Party) -> None:
    items = owe(world, customer, "100.00"), owe(world, customer, "-100.00")
    with pytest.raises(PermissionDenied):
        settle(world, customer, *items, by=world.people[Role.AUDITOR])


@pytest.mark.django_db
def test_a_double_click_says_twice_that_it_is_done(
    client: Client, world: World, customer: Party
) -> None:
    items = owe(world, customer, "100.00"), owe(world, customer, "-60.00")
    client.force_login(world.ola)
    page = client.get(address(world, "party_items", customer.pk))
    sent = {"key": str(page.context["key"]), "selected": [str(item.pk) for item in items]}
    assert f'value="{sent["key"]}"' in page.content.decode()
    for _ in range(2):
        answer = client.post(address(world, "party_settle", customer.pk), sent)
        assert toasts_of(answer)[-1] == "success"
    assert (left(items), Settlement.objects.count()) == (["40.00", "0.00"], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("key", [{}, {"key": ""}, {"key": "1\x00"}, {"key": "not a key"}])
def test_a_choice_without_its_key_settles_nothing_and_says_so(
    client: Client, world: World, customer: Party, key: dict[str, str]
) -> None:
    items = owe(world, customer, "100.00"), owe(world, customer, "-100.00")
    client.force_login(world.ola)
    sent = {**key, "selected": [str(item.pk) for item in items]}
    answer = client.post(address(world, "party_settle", customer.pk), sent)
    assert toasts_of(answer) == ["error"]
    assert Settlement.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_settlement() -> None:
    books: Books = open_books(make_accountant())
    party = Party.objects.create(company=books.company, name="Ved siden", customer_number=7)
    for amount, back in (("100.00", "-100.00"), ("-60.00", "60.00")):
        lines = line("1500", amount, party=party.pk), line("1920", back)
        post_voucher(draft(*lines), company=books.company, by=books.by)
    items = list(OpenItem.objects.for_company(books.company).filter(party=party))

    def click() -> Settlement:
        return settle_chosen(
            company=books.company,
            by=books.by,
            party_id=party.pk,
            chosen=[item.pk for item in items],
            key=KEY,
            on=TODAY,
            reason="Betalt",
        )

    with race(scope_of(books)) as both:
        one = both.first(click)
        two = both.then(click)
        both.commit()
        assert one.result(PATIENCE) == two.result(PATIENCE)
    assert Settlement.objects.for_company(books.company).count() == 1
