"""A company that is not registered for VAT neither charges nor deducts it; reverse charge it owes like all others."""

from decimal import Decimal

import pytest
from django.test import Client

from accounting.ledger.actions import VoucherRefused, check_voucher, post_voucher
from accounting.ledger.checks import check_books
from accounting.ledger.models import Entry, Voucher
from accounting.ledger.queries.lookups import find_posting_targets, vat_codes_in_use
from accounting.ledger.queries.vat_choices import vat_choices
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.world import TODAY, World, draft, entries_of, line, post

pytestmark = pytest.mark.django_db

IN_USE = ["0", "20", "21", "22", "7", "87", "89", "92"]


@pytest.fixture(autouse=True)
def unregistered(world: World) -> None:
    world.fjord.vat_registered = False
    world.fjord.save(update_fields=["vat_registered"])


@pytest.mark.parametrize(
    ("account", "code"),
    [("6800", "1"), ("6800", "14"), ("6553", "86"), ("4300", "82"), ("3000", "3"), ("3100", "52")],
)
def test_codes_that_charge_or_deduct_are_refused_at_the_line(
    world: World, account: str, code: str
) -> None:
    amount = "-125.00" if account < "4" else "125.00"
    made = draft(line(account, amount, code), line("1920", str(-Decimal(amount))))
    with pytest.raises(VoucherRefused) as refused:
        post_voucher(made, company=world.fjord, by=world.ola)
    assert [problem.field for problem in refused.value.problems] == ["lines.0.vat_code"]
    looked = check_voucher(made, company=world.fjord)
    assert [problem.field for problem in looked] == ["lines.0.vat_code"]
    assert not Voucher.objects.for_company(world.fjord).exists()


def test_what_is_bought_with_vat_is_cost_as_it_was_paid(world: World) -> None:
    voucher = post(world, line("6800", "125.00", "0"), line("1920", "-125.00"))
    assert entries_of(voucher) == {"6800": "125.00", "1920": "-125.00"}
    assert not Entry.objects.for_company(world.fjord).exclude(vat_term=None).exists()
    assert check_books(world.fjord) == []


def test_services_from_abroad_are_charged_in_reverse_without_deduction(world: World) -> None:
    voucher = post(world, line("6553", "1000.00", "87"), line("1920", "-1000.00"))
    assert entries_of(voucher) == {"6553": "1250.00", "1920": "-1000.00", "2704": "-250.00"}
    assert check_books(world.fjord) == []


def test_no_other_code_is_offered_or_proposed(world: World) -> None:
    assert [choice.code for choice in vat_choices(world.fjord, TODAY)] == IN_USE
    assert [code.code for code in vat_codes_in_use(world.fjord)] == IN_USE
    (hit,) = find_posting_targets(world.fjord, "6800")
    assert (hit.vat_code, hit.note) == ("", "")


def test_an_account_that_is_typed_brings_no_code_to_its_line(client: Client, world: World) -> None:
    client.force_login(world.ola)
    lines = ({"account": "6800", "debit": "125,00"}, {"account": "1920", "credit": "125,00"})
    answer = client.post(address(world, "voucher_new"), form(*lines))
    assert answer.status_code == 302
    assert entries_of(Voucher.objects.get()) == {"6800": "125.00", "1920": "-125.00"}


def test_once_registered_all_codes_are_there(world: World) -> None:
    world.fjord.vat_registered = True
    (hit,) = find_posting_targets(world.fjord, "6800")
    assert hit.vat_code == "1"
    assert len(vat_choices(world.fjord, TODAY)) == 30
