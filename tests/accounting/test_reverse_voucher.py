"""Reversal: the exact opposite in an open period, once, with a reason, and its VAT in the right term."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounting.ledger.actions import (
    AlreadyReversed,
    VoucherRefused,
    lock_period,
    lock_vat_term,
    open_vat_term,
    post_voucher,
    reverse_voucher,
)
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import DraftLine
from accounting.ledger.models import Dimension, DimensionValue, FiscalYear, Period, Voucher
from accounting.vat.models import VatTerm
from crm.models import Party
from erp.access.roles import Role
from tests.world import TODAY, World, draft, entries_of, line, post

pytestmark = pytest.mark.django_db

PURCHASE = (line("6553", "125.00", "1"), line("1920", "-125.00"))
JANUARY = date(2027, 1, 12)


def reverse(world: World, voucher: Voucher, on: date = TODAY, reason: str = "Feil") -> Voucher:
    return reverse_voucher(company=world.fjord, by=world.ola, voucher=voucher, on=on, reason=reason)


def refused(world: World, voucher: Voucher, **how: object) -> list[str]:
    with pytest.raises(VoucherRefused) as refusal:
        reverse(world, voucher, **how)  # type: ignore[arg-type]
    assert Voucher.objects.for_company(world.fjord).filter(reverses=voucher).count() == 0
    return [problem.field for problem in refusal.value.problems]


def terms_of(voucher: Voucher) -> set[str]:
    entries = voucher.entries.exclude(vat_term=None).select_related("vat_term")
    return {str(entry.vat_term) for entry in entries}


def test_every_entry_comes_back_with_the_opposite_sign(world: World) -> None:
    voucher = post(world, *PURCHASE)
    reversal = reverse(world, voucher, reason="Dobbelt ført")
    assert entries_of(voucher) == {"6553": "100.00", "1920": "-125.00", "2710": "25.00"}
    assert entries_of(reversal) == {"6553": "-100.00", "1920": "125.00", "2710": "-25.00"}
    assert (reversal.reverses_id, reversal.reason) == (voucher.pk, "Dobbelt ført")
    assert reversal.voucher_type_id == voucher.voucher_type_id
    assert reversal.number == voucher.number + 1
    vat = reversal.entries.get(account__number="2710")
    assert (vat.vat_base, vat.vat_amount) == (Decimal("-100.00"), Decimal("-25.00"))
    assert check_books(world.fjord) == []


def test_dimensions_party_and_payment_facts_come_along(world: World) -> None:
    supplier = Party.objects.create(company=world.fjord, name="Elgrossen", supplier_number=20001)
    project = Dimension.objects.get(company=world.fjord, kind="project")
    campaign = Dimension.objects.create(company=world.fjord, code="KAM", name="Kampanje")
    quay, spring = (
        DimensionValue.objects.create(company=world.fjord, dimension=d, code=code, name=code)
        for d, code in ((project, "2041"), (campaign, "V26"))
    )
    voucher = post(
        world,
        line("7320", "100.00", project="2041", dimensions={"KAM": "V26"}, quantity=Decimal("3.5")),
        line("2400", "-100.00", party=supplier.pk, kid="602243", invoice_number="40118"),
    )
    reversal = reverse(world, voucher)
    cost = reversal.entries.get(account__number="7320")
    assert (cost.project_id, cost.free_values, cost.quantity) == (
        quay.pk,
        [spring.pk],
        Decimal("-3.5"),
    )
    debt = reversal.entries.get(account__number="2400")
    assert (debt.party_id, debt.kid, debt.invoice_number) == (supplier.pk, "602243", "40118")
    assert debt.open_item.remaining == Decimal("100.00")
    assert check_books(world.fjord) == []


def test_foreign_currency_comes_back_at_the_rate_it_was_posted_at(world: World) -> None:
    rate = {"currency": "EUR", "rate": Decimal("11.7305"), "rate_date": date(2026, 11, 20)}
    voucher = post_voucher(
        draft(
            DraftLine("6553", None, currency_amount=Decimal("33.33"), **rate),
            DraftLine("1920", None, currency_amount=Decimal("-33.33"), **rate),
        ),
        company=world.fjord,
        by=world.ola,
    )
    entry = reverse(world, voucher, on=JANUARY).entries.get(account__number="6553")
    assert (entry.amount, entry.currency_amount) == (Decimal("-390.98"), Decimal("-33.33"))
    assert (entry.rate, entry.rate_date) == (Decimal("11.7305"), date(2026, 11, 20))
    assert check_books(world.fjord) == []


def test_a_later_day_has_its_own_period_number_and_vat_term(world: World) -> None:
    voucher = post(world, *PURCHASE)
    reversal = reverse(world, voucher, on=JANUARY)
    assert (str(reversal.period), reversal.number) == ("01.2027", 1)
    assert (terms_of(voucher), terms_of(reversal)) == ({"6/2026"}, {"1/2027"})
    assert check_books(world.fjord) == []


def test_vat_that_was_put_into_an_earlier_term_goes_back_there_while_it_is_open(
    world: World,
) -> None:
    late = post(world, *PURCHASE, day=JANUARY, vat_term_date=date(2026, 12, 31))
    assert terms_of(late) == {"6/2026"}
    assert terms_of(reverse(world, late, on=date(2027, 1, 20))) == {"6/2026"}
    again = post(world, *PURCHASE, day=JANUARY, vat_term_date=date(2026, 12, 31))
    lock(world, "6/2026")
    assert terms_of(reverse(world, again, on=date(2027, 1, 20))) == {"1/2027"}
    assert check_books(world.fjord) == []


def lock(world: World, name: str) -> VatTerm:
    (term,) = [t for t in VatTerm.objects.for_company(world.fjord) if str(t) == name]
    return lock_vat_term(company=world.fjord, by=world.ola, term=term)


def test_a_locked_vat_term_is_told_at_the_day_and_a_later_day_helps(world: World) -> None:
    voucher = post(world, *PURCHASE)
    term = lock(world, "6/2026")
    assert refused(world, voucher) == ["on"]
    assert terms_of(reverse(world, voucher, on=JANUARY)) == {"1/2027"}
    open_vat_term(company=world.fjord, by=world.ola, term=term)


def test_a_voucher_without_vat_does_not_ask_for_the_vat_term(world: World) -> None:
    post(world, *PURCHASE)
    plain = post(world, line("6800", "10.00", "0"), line("1920", "-10.00"))
    lock(world, "6/2026")
    assert entries_of(reverse(world, plain)) == {"6800": "-10.00", "1920": "10.00"}


def test_all_that_is_wrong_is_told_at_once(world: World) -> None:
    voucher = post(world, *PURCHASE)
    october = Period.objects.for_company(world.fjord).get(start=date(2026, 10, 1))
    lock_period(company=world.fjord, by=world.ola, period=october)
    assert refused(world, voucher, on=date(2026, 10, 5), reason="  ") == ["reason", "on", "on"]


@pytest.mark.parametrize("area", ["sales", "purchase"])
def test_a_lock_by_area_holds_for_reversals_of_that_area(world: World, area: str) -> None:
    kind = {"sales": "customer_invoice", "purchase": "supplier_invoice"}[area]
    of_area = post(world, line("1920", "10.00"), line("3900", "-10.00"), kind=kind)
    other = post(world, line("1920", "10.00"), line("3900", "-10.00"))
    period = Period.objects.for_company(world.fjord).get(pk=of_area.period_id)
    lock_period(company=world.fjord, by=world.ola, period=period, area=area)
    assert refused(world, of_area) == ["on"]
    assert reverse(world, other).reverses_id == other.pk


def test_a_day_that_nobody_can_mean_is_told_at_the_day(world: World) -> None:
    assert refused(world, post(world, *PURCHASE), on=date(2062, 1, 1)) == ["on"]
    assert set(FiscalYear.objects.for_company(world.fjord).values_list("year", flat=True)) == {2026}


def test_twice_with_the_same_day_and_reason_is_the_first(world: World) -> None:
    voucher = post(world, *PURCHASE)
    first = reverse(world, voucher, reason=" Feil konto ")
    assert reverse(world, voucher, reason="Feil konto").pk == first.pk
    for other in ({"on": JANUARY, "reason": "Feil konto"}, {"reason": "En annen grunn"}):
        with pytest.raises(AlreadyReversed):
            reverse(world, voucher, **other)  # type: ignore[arg-type]


def test_a_reversal_can_be_reversed_itself(world: World) -> None:
    voucher = post(world, *PURCHASE)
    back = reverse(world, reverse(world, voucher), reason="Var riktig likevel")
    assert entries_of(back) == entries_of(voucher)
    assert check_books(world.fjord) == []


def test_a_long_reason_is_kept_as_far_as_there_is_room_and_known_again(world: World) -> None:
    voucher = post(world, *PURCHASE)
    first = reverse(world, voucher, reason="æ" * 300)
    assert len(first.reason) == 255
    assert reverse(world, voucher, reason="æ" * 300).pk == first.pk


def test_who_lacks_the_right_is_refused(world: World) -> None:
    voucher = post(world, *PURCHASE)
    for who in (world.kari, world.people[Role.AUDITOR], world.per):
        with pytest.raises(PermissionDenied):
            reverse_voucher(company=world.fjord, by=who, voucher=voucher, on=TODAY, reason="Feil")


def test_another_companys_voucher_is_never_reversed(world: World) -> None:
    voucher = replace_company(post(world, *PURCHASE), world)
    with pytest.raises(AssertionError):
        reverse(world, voucher)


def replace_company(voucher: Voucher, world: World) -> Voucher:
    voucher.company = world.tind
    return voucher
