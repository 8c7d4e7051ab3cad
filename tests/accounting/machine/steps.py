"""The machine: each rule does one thing to the books and to the model, and says what must come of it."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounting.ledger.actions import (
    AlreadyReversed,
    lock_period,
    lock_vat_term,
    open_period,
    open_vat_term,
    reverse_voucher,
)
from accounting.ledger.models import Period, Voucher
from accounting.ledger.periods import NoSuchPeriod, open_fiscal_year
from accounting.open_items.actions import (
    Part,
    reverse_and_settle,
    settle_items,
    undo_settlement,
)
from accounting.open_items.models import OpenItem, Settlement, SettlementLine
from accounting.vat.models import VatTerm
from tests.accounting.machine.model import Item, Posted, Settled, term_of
from tests.accounting.machine.plans import DAYS, LOCK_DAYS
from tests.accounting.machine.posting import PostingSteps, places, refused_at, seldom

SETTLED, UNDONE = date(2026, 12, 1), date(2026, 12, 2)
shares = st.sampled_from([Decimal("1"), Decimal("0.5"), Decimal("0.01"), Decimal("0.333")])


class AnySequence(PostingSteps):
    """What comes after posting: reversing, settling, undoing, locking, opening years."""

    # --- Reversing ---

    @precondition(lambda self: self.model.vouchers)
    @rule(
        place=places,
        on=st.sampled_from(DAYS),
        reason=st.sampled_from(["Feil konto", " Dobbelt ", "Feil konto", "  "]),
        settle=st.booleans(),
        early=seldom,
    )
    def reverse(self, place: int, on: date, reason: str, settle: bool, early: bool) -> None:
        """A voucher, also a reversal, is reversed once, on a day that is open, with a reason."""
        voucher = list(self.model.vouchers.values())[place % len(self.model.vouchers)]
        on = on if early else max(on, voucher.day)
        row = Voucher.objects.for_company(self.books.company).get(pk=voucher.pk)
        if voucher.is_difference:
            assert refused_at(
                lambda: reverse_and_settle(voucher=row, on=on, reason=reason, **self.who)
            ) == {""}
            return
        action = reverse_and_settle if settle else reverse_voucher

        def run() -> Voucher:
            return action(voucher=row, on=on, reason=reason, **self.who)

        if voucher.reversed_on:
            if (voucher.reversed_on, voucher.reason) != (on, reason.strip()):
                try:
                    run()
                except AlreadyReversed:
                    return
                raise AssertionError("a voucher was reversed twice")
            assert run().pk == voucher.reversal
        elif field := self.model.refuses_reversal(voucher, on, reason):
            assert field in refused_at(run)
            return
        else:
            reversal = run()
            self.model.reverse(voucher, on, reason, reversal.pk)
            assert reversal.number == self.model.last_numbers[voucher.kind, on.year]
        if settle:
            self.note_meetings(voucher)

    def note_meetings(self, voucher: Posted) -> None:
        """Tell the model which items of a voucher and its reversal were set against each other."""
        for pair in self.model.meets(voucher):
            line = SettlementLine.objects.for_company(self.books.company).filter(
                open_item=self.pk_of(pair[1])
            )
            self.model.settle_whole(line.latest("pk").settlement_id, pair)

    # --- Settling ---

    def pk_of(self, key: tuple[int, int]) -> int:
        """Return the id of an item."""
        items = OpenItem.objects.for_company(self.books.company)
        return items.get(entry__voucher=key[0], entry__line=key[1]).pk

    @precondition(lambda self: len(self.model.open_items()) > 1)
    @rule(first=places, second=places, share=shares, more=seldom)
    def settle(self, first: int, second: int, share: Decimal, more: bool) -> None:
        """Two items of one party on one account meet; more than is left, or others, do not."""
        left = self.model.open_items()
        one = left[first % len(left)]
        friends = [i for i in left if matches(one, i)]
        other = friends[second % len(friends)] if friends else left[second % len(left)]
        sizes = abs(one.currency_remaining), abs(other.currency_remaining)
        amount = max((min(sizes) * share).quantize(Decimal("0.01")), Decimal("0.01"))
        if more:
            amount = max(sizes) + Decimal("0.01")
        sign = 1 if one.remaining > 0 else -1
        parts = {
            (one.voucher, one.line): sign * amount,
            (other.voucher, other.line): -sign * amount,
        }
        told = [Part(self.pk_of(key), part) for key, part in parts.items()]

        def run() -> Settlement:
            return settle_items(parts=told, on=SETTLED, reason="Prøve", **self.who)

        if more or not friends or one is other or self.model.refuses_settlement(parts, SETTLED):
            refused_at(run)
            return
        settlement = run()
        self.model.settle(settlement.pk, parts, SETTLED, self.difference_of(settlement))

    def difference_of(self, settlement: Settlement) -> int:
        """Return the id of the voucher of a settlement's difference, or nothing."""
        vouchers = Voucher.objects.for_company(self.books.company)
        found = vouchers.filter(source_key=f"settlement:{settlement.pk}").first()
        return found.pk if found else 0

    @precondition(lambda self: self.model.settlements)
    @rule(place=places)
    def undo(self, place: int) -> None:
        """A settlement is undone once; what undid it stays."""
        settled = list(self.model.settlements.values())[place % len(self.model.settlements)]
        row = Settlement.objects.for_company(self.books.company).get(pk=settled.pk)

        def run() -> Settlement:
            return undo_settlement(settlement=row, on=UNDONE, reason="Feil", **self.who)

        if settled.undone_by:
            assert run().pk == settled.undone_by
        elif settled.is_undo:
            assert refused_at(run) == {""}
        elif settled.difference and self.model.is_locked("manual", UNDONE):
            assert refused_at(run) == {"on"}
        else:
            self.note_undoing(settled, run().pk)

    def note_undoing(self, settled: Settled, pk: int) -> None:
        """Tell the model what undid a settlement, and what took back its difference."""
        reversal = meeting = 0
        if settled.difference:
            vouchers = Voucher.objects.for_company(self.books.company)
            reversal = vouchers.get(reverses=settled.difference).pk
            lines = SettlementLine.objects.for_company(self.books.company)
            meeting = lines.get(open_item__voucher=reversal).settlement_id
        self.model.undo(settled, pk, UNDONE, reversal, "Feil", meeting)

    # --- Locks and years ---

    @rule(
        day=st.sampled_from(LOCK_DAYS),
        area=st.sampled_from(["sales", "general", "purchase"]),
        locked=st.booleans(),
    )
    def lock(self, day: date, area: str, locked: bool) -> None:
        """A period is locked or opened, wholly or for an area."""
        period = (
            Period.objects.for_company(self.books.company)
            .filter(start__lte=day, end__gte=day)
            .first()
        )
        if period is None:
            return
        change = lock_period if locked else open_period
        change(period=period, area=area, **self.who)
        lock = ((day.year, day.month), area)
        self.model.locks = self.model.locks | {lock} if locked else self.model.locks - {lock}

    @precondition(lambda self: self.model.terms)
    @rule(day=st.sampled_from(LOCK_DAYS), locked=st.booleans())
    def lock_term(self, day: date, locked: bool) -> None:
        """A VAT term is locked or opened."""
        term = term_of(day)
        row = VatTerm.objects.for_company(self.books.company).filter(year=term[0], number=term[1])
        if term not in self.model.terms:
            assert not row.exists()
            return
        (lock_vat_term if locked else open_vat_term)(term=row.get(), **self.who)
        kept = self.model.locked_terms - {term}
        self.model.locked_terms = kept | {term} if locked else kept

    @rule(year=st.integers(2025, 2032))
    def open_year(self, year: int) -> None:
        """A fiscal year opens beside those that are open, and nowhere else."""
        try:
            with transaction.atomic():
                open_fiscal_year(self.books.company, date(year, 6, 30))
        except NoSuchPeriod:
            assert not self.model.years & {year - 1, year, year + 1}
        else:
            self.model.years.add(year)


def matches(one: Item, other: Item) -> bool:
    """Tell whether two items may be settled against each other."""
    return (
        one is not other
        and (one.account, one.party, one.currency) == (other.account, other.party, other.currency)
        and one.remaining * other.remaining < 0
    )
