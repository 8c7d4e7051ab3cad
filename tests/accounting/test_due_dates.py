"""An invoice that says nothing of when it falls due does so by the terms of its party."""

from datetime import date

import pytest

from accounting.ledger.actions import VoucherRefused, post_voucher
from accounting.open_items.models import OpenItem
from crm.models import Party
from tests.world import World, draft, line

pytestmark = pytest.mark.django_db
NOVEMBER_20 = date(2026, 11, 20)


def due(world: World, account: str, amount: str, kind: str, **how: object) -> date | None:
    """Post a line on the party's account and return when its open item falls due."""
    party, _made = Party.objects.get_or_create(
        company=world.fjord,
        name="Nordkraft AS",
        defaults={
            "supplier_number": 20001,
            "customer_number": 10001,
            "supplier_terms_days": 20,
            "customer_terms_days": 10,
        },
    )
    counter = line("1920", amount.removeprefix("-") if amount.startswith("-") else f"-{amount}")
    owed = line(account, amount, party=party.pk, **how)
    voucher = post_voucher(
        draft(owed, counter, day=NOVEMBER_20, kind=kind), company=world.fjord, by=world.ola
    )
    return OpenItem.objects.get(voucher=voucher).due_date


@pytest.mark.parametrize(
    ("account", "amount", "kind", "expected"),
    [
        ("2400", "-1250.00", "supplier_invoice", date(2026, 12, 10)),
        ("1500", "1250.00", "customer_invoice", date(2026, 11, 30)),
        ("2400", "1250.00", "supplier_invoice", None),
        ("2400", "1250.00", "bank", None),
        ("2400", "-1250.00", "manual", None),
    ],
)
def test_an_invoice_falls_due_by_the_terms_and_nothing_else_does(
    world: World, account: str, amount: str, kind: str, expected: date | None
) -> None:
    assert due(world, account, amount, kind) == expected


def test_a_due_date_that_is_given_stands(world: World) -> None:
    given = date(2027, 1, 15)
    assert due(world, "2400", "-1250.00", "supplier_invoice", due_date=given) == given


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2027, 11, 22), date(1989, 12, 31)])
def test_a_document_date_that_must_be_a_slip_is_told_at_its_field(world: World, day: date) -> None:
    party = Party.objects.create(
        company=world.fjord, name="Nordkraft AS", supplier_number=20001, supplier_terms_days=20
    )
    owed = line("2400", "-1250.00", party=party.pk)
    with pytest.raises(VoucherRefused) as refused:
        post_voucher(
            draft(
                *(line("6300", "1250.00"), owed),
                day=NOVEMBER_20,
                kind="supplier_invoice",
                document_date=day,
            ),
            company=world.fjord,
            by=world.ola,
        )
    assert [problem.field for problem in refused.value.problems] == ["document_date"]


def test_an_invoice_dated_ahead_falls_due_by_its_own_date(world: World) -> None:
    party = Party.objects.create(
        company=world.fjord, name="Nordkraft AS", supplier_number=20001, supplier_terms_days=20
    )
    made = draft(
        *(line("6300", "1250.00"), line("2400", "-1250.00", party=party.pk)),
        day=NOVEMBER_20,
        kind="supplier_invoice",
        document_date=date(2026, 12, 1),
    )
    voucher = post_voucher(made, company=world.fjord, by=world.ola)
    assert OpenItem.objects.get(voucher=voucher).due_date == date(2026, 12, 21)
