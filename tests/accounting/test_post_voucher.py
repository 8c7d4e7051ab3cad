"""Posting a voucher: what it makes, and each way it is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounting.ledger.actions import SourceKeyReused, VoucherRefused, post_voucher, post_vouchers
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import (
    Account,
    AccountBalance,
    AccountDimension,
    Dimension,
    DimensionValue,
    Voucher,
)
from accounting.open_items.models import OpenItem
from crm.models import Party
from erp.access.roles import Role
from tests.world import TODAY, World, draft, entries_of, line, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(world: World) -> Party:
    return Party.objects.create(
        company=world.fjord, name="Elgrossen Vest AS", orgnr="910122975", supplier_number=20001
    )


def test_purchase_with_vat_posts_cost_vat_and_debt(world: World, supplier: Party) -> None:
    voucher = post(
        world,
        line("6800", "124.98", "1"),
        line(
            "2400",
            "-124.98",
            party=supplier.pk,
            due_date=date(2026, 12, 8),
            kid="602243",
            invoice_number="40118",
        ),
    )
    assert entries_of(voucher) == {"6800": "99.98", "2400": "-124.98", "2710": "25.00"}
    item = OpenItem.objects.get(voucher=voucher)
    assert (item.remaining, item.due_date, item.kid) == (
        Decimal("-124.98"),
        date(2026, 12, 8),
        "602243",
    )
    assert check_books(world.fjord) == []


def test_sale_posts_income_output_vat_and_claim(world: World) -> None:
    voucher = post(world, line("1920", "1250.00"), line("3000", "-1250.00", "3"))
    assert entries_of(voucher) == {"1920": "1250.00", "3000": "-1000.00", "2700": "-250.00"}


def test_reverse_charge_makes_both_sides(world: World) -> None:
    voucher = post(world, line("6553", "1000.00", "86"), line("1920", "-1000.00"))
    assert entries_of(voucher) == {
        "6553": "1000.00",
        "1920": "-1000.00",
        "2714": "250.00",
        "2704": "-250.00",
    }


def test_reverse_charge_without_deduction_adds_the_vat_to_the_cost(world: World) -> None:
    voucher = post(world, line("6553", "1000.00", "87"), line("1920", "-1000.00"))
    assert entries_of(voucher) == {"6553": "1250.00", "1920": "-1000.00", "2704": "-250.00"}


def test_stated_vat_is_posted_as_it_stands(world: World) -> None:
    voucher = post(
        world,
        line("6800", "100.00", "1", includes_vat=False, stated_vat=Decimal("24.97")),
        line("1920", "-124.97"),
    )
    assert entries_of(voucher) == {"6800": "100.00", "1920": "-124.97", "2710": "24.97"}


def test_the_rate_is_that_of_the_day_of_delivery(world: World) -> None:
    lines = (line("7140", "106.00", "13"), line("1920", "-106.00"))
    voucher = post(world, *lines, day=date(2026, 1, 5), vat_date=date(2021, 9, 30))
    assert entries_of(voucher) == {"7140": "100.00", "1920": "-106.00", "2713": "6.00"}


def test_numbers_run_per_type_and_year(world: World) -> None:
    pair = (line("1920", "10.00"), line("3900", "-10.00"))
    manual = [post(world, *pair).number, post(world, *pair).number]
    bank = post(world, *pair, kind="bank").number
    next_year = post(world, *pair, day=date(2027, 1, 2)).number
    assert manual == [manual[0], manual[0] + 1]
    assert (bank, next_year) == (1, 1)


def test_out_of_balance_says_by_how_much_and_where_to_put_it(world: World) -> None:
    with pytest.raises(VoucherRefused) as refused:
        post(world, line("6800", "100.00"), line("1920", "-99.00"))
    (problem,) = refused.value.problems
    assert problem.field == "lines"
    assert "1,00" in problem.message


def test_all_problems_are_told_at_once_at_their_fields(world: World) -> None:
    with pytest.raises(VoucherRefused) as refused:
        post(
            world,
            line("9999", "100.00"),
            line("2400", "-100.00"),
            line("6800", "0.00", "77"),
            kind="nothing",
        )
    assert {problem.field for problem in refused.value.problems} == {
        "voucher_type",
        "lines.0.account",
        "lines.1.party",
        "lines.2.amount",
        "lines.2.vat_code",
    }


def test_foreign_currency_meets_to_the_ore(world: World, supplier: Party) -> None:
    foreign = {"currency": "EUR", "rate": Decimal("11.7305")}
    lines = [
        DraftLine("6553", None, currency_amount=Decimal("33.33"), **foreign),
        DraftLine("6553", None, currency_amount=Decimal("33.33"), **foreign),
        DraftLine("6553", None, currency_amount=Decimal("33.34"), **foreign),
        DraftLine("2400", None, currency_amount=Decimal("-100.00"), party=supplier.pk, **foreign),
    ]
    voucher = post_voucher(draft(*lines), company=world.fjord, by=world.ola)
    assert entries_of(voucher) == {"6553": "1173.05", "2400": "-1173.05"}
    item = OpenItem.objects.get(voucher=voucher)
    assert (item.currency, item.currency_remaining) == ("EUR", Decimal("-100.00"))


def test_same_source_key_posts_once(world: World) -> None:
    lines = (line("1920", "10.00"), line("3900", "-10.00"))
    first = post(world, *lines, source_key="bank:1")
    assert post(world, *lines, source_key="bank:1").pk == first.pk
    with pytest.raises(SourceKeyReused):
        post(world, line("1920", "11.00"), line("3900", "-11.00"), source_key="bank:1")


def test_bulk_is_all_or_nothing_and_tells_every_fault(world: World) -> None:
    good = draft(line("1920", "10.00"), line("3900", "-10.00"))
    bad = draft(line("1920", "10.00"), line("9998", "-10.00"))
    before = Voucher.objects.count()
    with pytest.raises(VoucherRefused) as refused:
        post_vouchers([good, bad, good, bad], company=world.fjord, by=world.ola)
    assert [p.field for p in refused.value.problems] == [
        "drafts.1.lines.1.account",
        "drafts.3.lines.1.account",
    ]
    assert Voucher.objects.count() == before
    posted = post_vouchers([good, good, good], company=world.fjord, by=world.ola)
    assert [v.number for v in posted] == [posted[0].number + step for step in range(3)]
    assert check_books(world.fjord) == []


def test_required_dimension_is_asked_for_and_default_is_given(world: World) -> None:
    project = Dimension.objects.get(company=world.fjord, kind="project")
    department = Dimension.objects.get(company=world.fjord, kind="department")
    north = DimensionValue.objects.create(
        company=world.fjord, dimension=department, code="10", name="Nord"
    )
    DimensionValue.objects.create(company=world.fjord, dimension=project, code="2041", name="Havn")
    account = Account.objects.get(company=world.fjord, number="6800")
    AccountDimension.objects.create(
        company=world.fjord, account=account, dimension=project, is_required=True
    )
    AccountDimension.objects.create(
        company=world.fjord, account=account, dimension=department, default_value=north
    )
    with pytest.raises(VoucherRefused) as refused:
        post(world, line("6800", "100.00"), line("1920", "-100.00"))
    assert [p.field for p in refused.value.problems] == ["lines.0.project"]
    voucher = post(world, line("6800", "100.00", project="2041"), line("1920", "-100.00"))
    entry = voucher.entries.get(account=account)
    assert (entry.project.code, entry.department.code) == ("2041", "10")
    assert AccountBalance.objects.get(account=account, project=entry.project).debit == Decimal(
        "100.00"
    )


def test_free_dimensions_follow_the_entry(world: World) -> None:
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    spring = DimensionValue.objects.create(
        company=world.fjord, dimension=campaign, code="V26", name="Vår 2026"
    )
    voucher = post(
        world, line("7320", "100.00", dimensions={"KAM": "V26"}), line("1920", "-100.00")
    )
    assert voucher.entries.get(account__number="7320").free_values == [spring.pk]


def test_who_lacks_the_right_is_refused(world: World) -> None:
    for role in (Role.APPROVER, Role.SALES, Role.EMPLOYEE, Role.AUDITOR, Role.EXTERNAL):
        with pytest.raises(PermissionDenied):
            post_voucher(
                draft(line("1920", "1.00"), line("3900", "-1.00")),
                company=world.fjord,
                by=world.people[role],
            )
    with pytest.raises(PermissionDenied):
        post_voucher(
            draft(line("1920", "1.00"), line("3900", "-1.00")), company=world.fjord, by=world.per
        )


def test_a_posting_date_that_nobody_can_mean_is_refused(world: World) -> None:
    from accounting.ledger.periods import NoSuchPeriod

    with pytest.raises(NoSuchPeriod):
        post(world, line("1920", "1.00"), line("3900", "-1.00"), day=date(2062, 1, 1))
    assert TODAY.year == 2026
