"""The demo company: made through actions, the same for the same day, with books that keep their promises."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from accounting.ledger.checks import check_books
from accounting.ledger.models import Entry, Voucher
from accounting.open_items.models import OpenItem
from crm.models import Party
from erp.access.models import Membership
from erp.access.roles import Role
from erp.companies.models import Company
from erp.companies.scope import company_scope
from erp.demo.management.commands.demo import make_demo
from inbox.models import Document, DocumentState
from inbox.tasks import read_waiting
from tests.world import TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def figures(company: Company) -> dict[str, object]:
    """What must be the same in two companies made for the same day."""
    with company_scope(company.pk):
        entries = Entry.objects.for_company(company)
        return {
            "sums": sorted(entries.values_list("account__number").annotate(Sum("amount"))),
            "vouchers": Voucher.objects.for_company(company).count(),
            "parties": sorted(Party.objects.for_company(company).values_list("name", "orgnr")),
            "open": OpenItem.objects.for_company(company).exclude(remaining=0).count(),
        }


def test_the_demo_company_is_believable_and_deterministic() -> None:
    company = make_demo(TODAY, "demo-one")
    read_waiting()
    with company_scope(company.pk):
        assert check_books(company) == []
        assert {m.role for m in Membership.objects.for_company(company)} == set(Role)
        vouchers = Voucher.objects.for_company(company)
        assert 300 < vouchers.count() < 1500
        assert {v.date.year for v in vouchers} == {2025, 2026}
        disposed = Entry.objects.for_company(company).filter(date__year=2025)
        assert disposed.filter(account__number__gte="3").aggregate(sum=Sum("amount"))["sum"] == 0
        bank = Entry.objects.for_company(company).filter(account__number="1920")
        assert bank.aggregate(sum=Sum("amount"))["sum"] > Decimal("100000")
        documents = Document.objects.for_company(company)
        assert documents.count() == 8
        assert set(documents.values_list("state", flat=True)) == {DocumentState.READ}
        assert sorted(documents.values_list("stamp_number", flat=True)) == list(range(1, 9))
    assert figures(company) == figures(make_demo(TODAY, "demo-two"))
