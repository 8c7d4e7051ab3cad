"""A party that is out of use is refused at its field when somebody posts by hand; machines still post."""

import pytest
from django.test import Client

from accounting.ledger.actions import VoucherRefused, check_voucher, post_voucher
from accounting.ledger.models import Voucher
from crm.models import Party
from tests.accounting.pages import address
from tests.accounting.test_voucher_page import form
from tests.world import World, draft, entries_of, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(world: World) -> Party:
    return Party.objects.create(
        company=world.fjord, name="Nedlagt AS", supplier_number=20001, is_active=False
    )


def test_it_is_not_posted_to_by_hand(world: World, gone: Party) -> None:
    made = draft(line("6800", "100.00"), line("2400", "-100.00", party=gone.pk))
    with pytest.raises(VoucherRefused) as refused:
        post_voucher(made, company=world.fjord, by=world.ola, by_hand=True)
    assert [problem.field for problem in refused.value.problems] == ["lines.1.party"]
    assert "Nedlagt AS" in refused.value.problems[0].message
    looked = check_voucher(made, company=world.fjord, by_hand=True)
    assert [problem.field for problem in looked] == ["lines.1.party"]


def test_the_voucher_page_tells_it_in_the_cell_of_the_account(
    client: Client, world: World, gone: Party
) -> None:
    client.force_login(world.ola)
    lines = (
        {"account": "6300", "debit": "100,00"},
        {"account": f"2400 {gone.supplier_number}", "credit": "100,00"},
    )
    answer = client.post(address(world, "voucher_new"), form(*lines))
    assert answer.status_code == 422
    assert "account" in answer.context["form"].lines[1].errors
    assert not Voucher.objects.for_company(world.fjord).exists()


def test_what_it_is_still_paid_is_posted_by_machines(world: World, gone: Party) -> None:
    paid = draft(line("2400", "100.00", party=gone.pk), line("1920", "-100.00"), kind="bank")
    voucher = post_voucher(paid, company=world.fjord, by=world.ola)
    assert entries_of(voucher) == {"2400": "100.00", "1920": "-100.00"}
