"""A company whose books grow during a run, through the product's own actions.

Vouchers of three entries: two sales for three purchases, spread over 24 months, so that the smallest books
already move every account in every month, and what grows is only the number of entries.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounting.ledger.actions import post_vouchers, set_up_books
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import Dimension, DimensionKind, DimensionValue
from crm.actions import PartyFacts, create_party
from erp.access.actions import add_member, create_user
from erp.access.models import User
from erp.access.rights import SYSTEM
from erp.access.roles import Role
from erp.companies.actions import create_company
from erp.companies.models import Company
from erp.companies.scope import company_scope

ENTRIES = 3  # of a voucher
BATCH = 2000
SALES = ("3000", "3020", "3060", "3605", "3900")
COSTS = (
    *("4000", "4160", "4300", "4500", "6100", "6200", "6300", "6320", "6340", "6360", "6400"),
    *("6440", "6500", "6553", "6600", "6620", "6700", "6705", "6725", "6790", "6800", "6860"),
    *("6900", "6940"),
)
DEPARTMENTS = ("10", "20", "30")
MONTHS = 24
TERMS = timedelta(days=14)
CUSTOMERS = 1500
SUPPLIERS = 500
OWN_ORGNR = "923609016"
BUSIEST_ACCOUNT = "2400"


@dataclass
class Books:
    """The company, who keeps its books, and how many vouchers it has."""

    company: Company
    user: User
    today: date
    customers: list[int] = field(default_factory=list)
    suppliers: list[int] = field(default_factory=list)
    posted: int = 0

    @property
    def entries(self) -> int:
        """How many entries are posted."""
        return self.posted * ENTRIES

    def next_drafts(self, count: int) -> list[VoucherDraft]:
        """Return the drafts that come next; whoever takes them posts them."""
        drafts = self.drafts(count)
        self.posted += count
        return drafts

    def drafts(self, count: int) -> list[VoucherDraft]:
        """Return the same drafts for a yardstick, which posts them elsewhere."""
        return [self._draft(self.posted + offset) for offset in range(count)]

    def _draft(self, number: int) -> VoucherDraft:
        """Return a sale or a purchase; which one, of what, when and how much follows from its number."""
        round_, place = divmod(number, 5)
        gross = Decimal(10_000 + number * 7919 % 2_000_000) / 100
        if place < 2:
            return self._sale(round_ * 2 + place, gross)
        return self._purchase(round_ * 3 + place - 2, gross)

    def _sale(self, number: int, gross: Decimal) -> VoucherDraft:
        turn, kind = divmod(number, len(SALES))
        party = self.customers[number * 31 % len(self.customers)]
        day = self._day(turn, number)
        due = {"party": party, "invoice_number": str(10_000 + number), "due_date": day + TERMS}
        return VoucherDraft(
            voucher_type="customer_invoice",
            date=day,
            text=f"Faktura {10_000 + number}",
            lines=(
                DraftLine("1500", gross, **due),
                DraftLine(
                    SALES[kind],
                    -gross,
                    vat_code="3",
                    department=DEPARTMENTS[turn // MONTHS % len(DEPARTMENTS)],
                ),
            ),
        )

    def _purchase(self, number: int, gross: Decimal) -> VoucherDraft:
        turn, kind = divmod(number, len(COSTS))
        party = self.suppliers[number * 17 % len(self.suppliers)]
        day = self._day(turn, number)
        due = {"party": party, "invoice_number": f"A-{number}", "due_date": day + TERMS}
        return VoucherDraft(
            voucher_type="supplier_invoice",
            date=day,
            text=f"Inngående faktura A-{number}",
            lines=(
                DraftLine(COSTS[kind], gross, vat_code="1"),
                DraftLine(BUSIEST_ACCOUNT, -gross, **due),
            ),
        )

    def _day(self, turn: int, number: int) -> date:
        """Return a day of last year or this one; months follow each other from turn to turn."""
        years_on, month = divmod(turn % MONTHS, 12)
        return date(self.today.year - 1 + years_on, month + 1, 1 + number % 28)


def make_books() -> Books:
    """Make the company with its owner, books, departments and parties."""
    today = timezone.localdate()
    company = create_company(
        slug="bench", name="Benk AS", orgnr=OWN_ORGNR, vat_registered=True, city="Bergen"
    )
    with company_scope(company.pk):
        set_up_books(company=company, by=SYSTEM, today=date(today.year - 1, 1, 1))
        user = create_user(email="eier@benk.example", name="Eva Eier", password=None)
        add_member(company=company, by=SYSTEM, user=user, role=Role.OWNER)
        books = Books(company, user, today)
        dimension = Dimension.objects.for_company(company).get(kind=DimensionKind.DEPARTMENT)
        for code in DEPARTMENTS:
            DimensionValue.objects.create(
                company=company, dimension=dimension, code=code, name=f"Avdeling {code}"
            )
        books.customers = list(make_parties(books, "customer", CUSTOMERS))
        books.suppliers = list(make_parties(books, "supplier", SUPPLIERS))
    return books


def make_parties(books: Books, role: str, count: int) -> Iterator[int]:
    """Make parties of a role; yield their keys."""
    for number in range(count):
        facts = PartyFacts(name=f"Part {role} {number:04}", city="Bergen", roles=frozenset({role}))
        yield create_party(company=books.company, by=books.user, facts=facts).pk


def fill(books: Books, entries: int) -> tuple[float, float]:
    """Post in bulk until there are so many entries; return vouchers a second at the beginning and at the end.

    One connection all the way: a plan that was made while the tables were small shows as a falling rate.
    """
    wanted = -(-entries // ENTRIES)
    rates = []
    while books.posted < wanted:
        drafts = books.next_drafts(min(BATCH, wanted - books.posted))
        begun = time.perf_counter()
        post_vouchers(drafts, company=books.company, by=books.user)
        rates.append(len(drafts) / (time.perf_counter() - begun))
    tenth = max(1, len(rates) // 10)
    return mean(rates[:tenth]), mean(rates[-tenth:])


def mean(values: list[float]) -> float:
    """Return the mean; zero of nothing."""
    return sum(values) / len(values) if values else 0.0
