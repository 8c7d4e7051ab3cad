"""What is kept in memory of a company's master data: fresh after every change, also of the law's VAT rates."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from accounting.ledger import master
from accounting.ledger.master import keep_master, kept_master, master_of
from accounting.vat.models import VatRate
from erp.companies.models import Company
from tests.world import TODAY, World, entries_of, line, post

pytestmark = pytest.mark.django_db


def test_a_change_of_vat_rates_is_seen_by_the_next_posting(world: World) -> None:
    before = post(world, line("6553", "125.00", "1"), line("1920", "-125.00"))
    assert entries_of(before)["2710"] == "25.00"
    assert master_of(world.fjord) is master_of(world.fjord)
    regular = VatRate.objects.get(rate_class="regular", valid_to=None)
    regular.valid_to = TODAY
    regular.save()
    VatRate.objects.create(rate_class="regular", percent=Decimal(30), valid_from=TODAY)
    after = post(world, line("6553", "130.00", "1"), line("1920", "-130.00"))
    assert entries_of(after)["2710"] == "30.00"
    earlier = post(
        world, line("6553", "125.00", "1"), line("1920", "-125.00"), day=date(2026, 11, 23)
    )
    assert entries_of(earlier)["2710"] == "25.00"


def test_what_was_asked_for_longest_ago_makes_room(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(master, "KEPT_COMPANIES", 2)
    monkeypatch.setattr(master, "_kept", type(master._kept)())
    books, version = master_of(world.fjord), uuid4()
    first, second, third = (Company(pk=-pk) for pk in (1, 2, 3))
    for company in (first, second):
        keep_master(company, version, books)
    assert kept_master(first, version) is books
    keep_master(third, version, books)
    assert kept_master(second, version) is None
    assert kept_master(first, version) is books
    assert kept_master(first, uuid4()) is None
    keep_master(first, uuid4(), books)
    assert kept_master(third, version) is books
