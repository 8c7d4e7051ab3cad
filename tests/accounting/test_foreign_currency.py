"""Foreign currency: every entry is rounded by itself, the voucher meets to the øre, and VAT with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounting.ledger.actions import VoucherRefused, post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Voucher
from accounting.open_items.models import OpenItem
from crm.models import Party
from tests.world import TODAY, World, draft, entries_of, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(world: World) -> Party:
    return Party.objects.create(company=world.fjord, name="Overseas Ltd", supplier_number=20001)


def foreign(
    account: str, amount: str, rate: str, *, currency: str = "EUR", **how: Any
) -> DraftLine:
    return DraftLine(
        account,
        None,
        currency=currency,
        currency_amount=Decimal(amount),
        rate=Decimal(rate),
        **how,
    )


def post_lines(world: World, *lines: DraftLine) -> Voucher:
    voucher = post_voucher(draft(*lines), company=world.fjord, by=world.ola)
    assert check_books(world.fjord) == []
    return voucher


def in_currency(voucher: Voucher) -> dict[str, str]:
    rows = voucher.entries.values_list("account__number", "currency_amount")
    return {number: str(amount) for number, amount in rows}


def test_vat_on_top_is_worked_out_in_the_currency_and_meets_the_invoice(
    world: World, supplier: Party
) -> None:
    voucher = post_lines(
        world,
        foreign("4300", "1.06", "11.7305", vat_code="1", includes_vat=False),
        foreign("2400", "-1.33", "11.7305", party=supplier.pk),
    )
    assert in_currency(voucher) == {"4300": "1.06", "2710": "0.27", "2400": "-1.33"}
    assert entries_of(voucher) == {"4300": "12.43", "2710": "3.17", "2400": "-15.60"}


def test_the_ore_that_is_left_goes_to_a_cost_and_never_to_what_is_owed_or_to_vat(
    world: World, supplier: Party
) -> None:
    voucher = post_lines(
        world,
        foreign("6553", "10.01", "9.005", vat_code="1"),
        foreign("6800", "10.01", "9.005"),
        foreign("2400", "-20.02", "9.005", party=supplier.pk),
    )
    # 90.14005 is 90.14 twice, and 180.2801 is 180.28.
    assert entries_of(voucher) == {
        "6553": "72.11",
        "6800": "90.14",
        "2400": "-180.28",
        "2710": "18.03",
    }
    uneven = post_lines(
        world,
        foreign("6800", "0.33", "9.05"),
        foreign("6553", "0.33", "9.05"),
        foreign("6553", "0.34", "9.05"),
        foreign("2400", "-1.00", "9.05", party=supplier.pk),
    )
    # 2.9865 + 2.9865 + 3.077 are 2.99 + 2.99 + 3.08 = 9.06; the largest gives the øre back.
    assert entries_of(uneven) == {"6800": "2.99", "6553": "6.06", "2400": "-9.05"}
    assert OpenItem.objects.get(voucher=uneven).remaining == Decimal("-9.05")


def test_vat_that_the_invoice_states_stands_in_kroner_and_in_currency(
    world: World, supplier: Party
) -> None:
    stated = {"stated_vat": Decimal("1.07"), "stated_vat_currency": Decimal("15.99")}
    voucher = post_lines(
        world,
        foreign(
            "4300", "64.00", "0.067", currency="JPY", vat_code="1", includes_vat=False, **stated
        ),
        foreign("2400", "-79.99", "0.067", currency="JPY", party=supplier.pk),
    )
    assert in_currency(voucher) == {"4300": "64.00", "2710": "15.99", "2400": "-79.99"}
    assert entries_of(voucher) == {"4300": "4.29", "2710": "1.07", "2400": "-5.36"}


def test_reverse_charge_in_currency_makes_both_sides_in_both(world: World, supplier: Party) -> None:
    voucher = post_lines(
        world,
        foreign("6553", "99.99", "11.7305", vat_code="86"),
        foreign("2400", "-99.99", "11.7305", party=supplier.pk),
    )
    assert entries_of(voucher) == {
        "6553": "1172.93",
        "2400": "-1172.93",
        "2714": "293.23",
        "2704": "-293.23",
    }
    assert in_currency(voucher)["2714"] == "25.00"


def test_kroner_that_were_agreed_are_posted_and_the_rate_is_kept(
    world: World, supplier: Party
) -> None:
    voucher = post_lines(
        world,
        foreign("2400", "100.00", "11.7305", party=supplier.pk, currency="EUR"),
        DraftLine("1920", Decimal("-1180.00")),
        DraftLine("8160", Decimal("6.95")),
    )
    assert entries_of(voucher) == {"2400": "1173.05", "1920": "-1180.00", "8160": "6.95"}


def test_every_entry_in_a_currency_keeps_the_day_of_its_rate(world: World, supplier: Party) -> None:
    def days(**how: Any) -> set[date | None]:
        said = {"rate_date": how.pop("rate_date", None)}
        lines = (
            foreign("4300", "100.00", "11.7305", vat_code="1", **said),
            foreign("2400", "-100.00", "11.7305", party=supplier.pk, **said),
        )
        voucher = post_voucher(draft(*lines, **how), company=world.fjord, by=world.ola)
        assert voucher.entries.count() == 3
        return set(voucher.entries.values_list("rate_date", flat=True))

    assert days() == {TODAY}
    invoiced = date(2026, 11, 16)
    assert days(document_date=invoiced) == {invoiced}
    agreed = date(2026, 11, 20)
    assert days(document_date=invoiced, rate_date=agreed) == {agreed}
    kroner = post_voucher(
        draft(line("6800", "1.00", rate_date=agreed), line("1920", "-1.00")),
        company=world.fjord,
        by=world.ola,
    )
    assert set(kroner.entries.values_list("rate_date", flat=True)) == {None}


def test_what_does_not_balance_in_the_currency_is_not_smoothed_over(
    world: World, supplier: Party
) -> None:
    with pytest.raises(VoucherRefused) as refused:
        post_lines(
            world,
            foreign("6800", "10.00", "11.7305"),
            foreign("2400", "-10.01", "11.7305", party=supplier.pk),
        )
    assert [problem.field for problem in refused.value.problems] == ["lines"]


def test_two_debts_that_meet_only_in_currency_are_refused_since_nobody_may_lose_an_ore(
    world: World, supplier: Party
) -> None:
    other = Party.objects.create(company=world.fjord, name="Annen", supplier_number=20002)
    with pytest.raises(VoucherRefused):
        post_lines(
            world,
            foreign("2400", "0.33", "9.05", party=other.pk),
            foreign("2400", "0.33", "9.05", party=other.pk),
            foreign("2400", "0.34", "9.05", party=other.pk),
            foreign("2400", "-1.00", "9.05", party=supplier.pk),
        )
