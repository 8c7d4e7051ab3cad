"""Source keys: what a machine sends twice is posted once, alone, among many, and by a later version."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounting.ledger.actions import (
    SourceKeyReused,
    VoucherRefused,
    lock_period,
    post_voucher,
    post_vouchers,
)
from accounting.ledger.checks import check_books
from accounting.ledger.compiling import fingerprint
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Period, Voucher
from erp.companies.scope import company_scope
from tests.world import World, draft, line

pytestmark = pytest.mark.django_db


def keyed(key: str | None, amount: str = "10.00", account: str = "3900") -> VoucherDraft:
    return draft(line("1920", amount), line(account, f"-{amount}"), source_key=key)


def post_all(world: World, *drafts: VoucherDraft) -> list[Voucher]:
    return post_vouchers(drafts, company=world.fjord, by=world.ola)


def test_a_key_twice_among_many_is_one_voucher(world: World) -> None:
    posted = post_all(world, keyed("bank:1"), keyed(None), keyed("bank:1"), keyed("bank:2"))
    assert posted[0].pk == posted[2].pk
    assert [voucher.number for voucher in posted] == [1, 2, 1, 3]
    again = post_all(world, keyed("bank:2"), keyed("bank:3"), keyed("bank:1"))
    assert [voucher.number for voucher in again] == [3, 4, 1]
    assert Voucher.objects.for_company(world.fjord).count() == 4
    assert check_books(world.fjord) == []


@pytest.mark.parametrize("posted_before", [True, False])
def test_a_key_with_other_content_is_an_error_and_posts_nothing(
    world: World, posted_before: bool
) -> None:
    if posted_before:
        post_all(world, keyed("bank:1"))
    before = Voucher.objects.for_company(world.fjord).count()
    with pytest.raises(SourceKeyReused):
        post_all(world, keyed(None), keyed("bank:1"), keyed("bank:1", "11.00"))
    assert Voucher.objects.for_company(world.fjord).count() == before


def test_what_is_wrong_is_told_at_the_place_it_was_sent_in(world: World) -> None:
    post_all(world, keyed("bank:1"))
    with pytest.raises(VoucherRefused) as refused:
        post_all(world, keyed("bank:1"), keyed(None), keyed("bank:2", account="9999"))
    assert [problem.field for problem in refused.value.problems] == ["drafts.2.lines.1.account"]
    with pytest.raises(VoucherRefused) as refused:
        post_all(world, keyed("bank:2", account="9999"))
    assert [problem.field for problem in refused.value.problems] == ["drafts.0.lines.1.account"]


def test_what_was_posted_is_known_again_though_its_period_is_locked_now(world: World) -> None:
    first = post_voucher(keyed("bank:1"), company=world.fjord, by=world.ola)
    period = Period.objects.for_company(world.fjord).get(pk=first.period_id)
    lock_period(company=world.fjord, by=world.ola, period=period)
    assert post_voucher(keyed("bank:1"), company=world.fjord, by=world.ola).pk == first.pk


def test_nothing_posts_nothing(world: World) -> None:
    assert post_all(world) == []


def test_the_same_key_in_two_companies_is_two_vouchers(world: World) -> None:
    first = post_voucher(keyed("bank:1"), company=world.fjord, by=world.ola)
    with company_scope(world.tind.pk):
        second = post_voucher(keyed("bank:1"), company=world.tind, by=world.per)
    assert first.pk != second.pk


def test_how_a_number_is_written_and_the_order_of_dimensions_make_no_other_content() -> None:
    one = draft(line("1920", "10.00", dimensions={"A": "1", "B": "2"}), source_key="bank:1")
    same = replace(one.lines[0], amount=Decimal("10"), dimensions={"B": "2", "A": "1"})
    assert fingerprint(one) == fingerprint(replace(one, lines=(same,)))


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("10.01")},
        {"amount": Decimal("-10.00")},
        {"account": "1921"},
        {"text": "noe annet"},
        {"party": 7},
        {"includes_vat": False},
        {"dimensions": {"A": "2"}},
    ],
)
def test_everything_that_is_said_is_content(change: dict[str, object]) -> None:
    one = draft(line("1920", "10.00", dimensions={"A": "1"}), source_key="bank:1")
    other = replace(one, lines=(replace(one.lines[0], **change),))  # type: ignore[arg-type]
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) != fingerprint(replace(one, lines=one.lines * 2))


def test_the_fingerprint_of_a_draft_stays_what_earlier_versions_have_stored() -> None:
    stored = "e5e1b80f57a80baa6537ffbbb6f338c02e79215f36a2d564a281dfb1ddf8d3ba"
    assert fingerprint(keyed("bank:1")) == stored
