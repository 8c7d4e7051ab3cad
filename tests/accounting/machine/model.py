"""What the books should hold after what was done, kept in plain Python; knows nothing of the database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounting.ledger.drafts import VoucherDraft
from tests.accounting.machine.arithmetic import (
    CONTROL,
    NOT_IN_RETURN,
    ZERO,
    Row,
    half_up,
    imbalance,
    rows_of,
)
from tests.accounting.machine.plans import KINDS

Month = tuple[int, int]


@dataclass
class Item:
    """An open item. Units: kroner and currency, debit positive."""

    voucher: int
    line: int
    account: str
    party: int
    currency: str
    amount: Decimal
    currency_amount: Decimal
    remaining: Decimal
    currency_remaining: Decimal

    @property
    def is_difference(self) -> bool:
        """Whether it is an exchange difference, which nobody settles but the settlement it belongs to."""
        return self.currency != "NOK" and not self.currency_amount

    def in_kroner(self, part: Decimal) -> Decimal:
        """Return a part of what is left, told in its currency, in kroner; neither rest outlives the other."""
        if part == self.currency_remaining:
            return self.remaining
        if self.currency == "NOK":
            return part
        kroner = half_up(self.remaining * part / self.currency_remaining)
        ore = Decimal("0.01") if kroner > 0 else Decimal("-0.01")
        return kroner - ore if kroner == self.remaining else kroner


@dataclass
class Posted:
    """A voucher that was posted."""

    pk: int
    kind: str
    day: date
    term_day: date
    currency: str
    rows: list[Row]
    reversed_on: date | None = None
    reason: str = ""
    reversal: int = 0

    @property
    def is_difference(self) -> bool:
        """Whether it is the voucher of an exchange difference, or what took one back."""
        return self.currency != "NOK" and not self.rows[0].currency_amount


@dataclass
class Settled:
    """A settlement: parts by item, in kroner and currency; `difference` is the voucher of what they differ by."""

    pk: int
    parts: dict[tuple[int, int], tuple[Decimal, Decimal]]
    difference: int = 0
    is_undo: bool = False
    undone_by: int = 0


def term_of(day: date) -> Month:
    """Return the two-monthly VAT term of a day."""
    return day.year, (day.month + 1) // 2


@dataclass
class Model:
    """The expected books."""

    balances: Counter[tuple[str, date, str | None, str | None]] = field(default_factory=Counter)
    vat: Counter[tuple[Month, str, str]] = field(default_factory=Counter)
    last_numbers: Counter[tuple[str, int]] = field(default_factory=Counter)
    items: dict[tuple[int, int], Item] = field(default_factory=dict)
    vouchers: dict[int, Posted] = field(default_factory=dict)
    settlements: dict[int, Settled] = field(default_factory=dict)
    keyed: dict[str, tuple[VoucherDraft, int]] = field(default_factory=dict)
    years: set[int] = field(default_factory=lambda: {2026})
    locks: set[tuple[Month, str]] = field(default_factory=set)
    terms: set[Month] = field(default_factory=set)
    locked_terms: set[Month] = field(default_factory=set)

    # --- What must be refused ---

    def is_locked(self, kind: str, day: date) -> bool:
        """Tell whether a period is locked for a voucher type."""
        month = (day.year, day.month)
        return (month, "general") in self.locks or (month, KINDS[kind]) in self.locks

    def opens(self, day: date) -> bool:
        """Tell whether the year of a day is open, or opens by itself."""
        return day.year in self.years or day.year == max(self.years) + 1

    def refuses(self, draft: VoucherDraft) -> str:
        """Return the field that must tell why a draft, good in itself, is refused; empty when it is not."""
        if not self.opens(draft.date) or self.is_locked(draft.voucher_type, draft.date):
            return "date"
        if term_of(draft.vat_term_date or draft.date) in self.locked_terms:
            for number, line in enumerate(draft.lines):
                if line.vat_code and line.vat_code not in NOT_IN_RETURN:
                    return "vat_term_date" if draft.vat_term_date else f"lines.{number}.vat_code"
        return "lines" if imbalance(rows_of(draft)) else ""

    def refuses_any(self, drafts: list[VoucherDraft]) -> bool:
        """Tell whether one of several drafts is refused; the years that they need open one after the other."""
        before = set(self.years)
        try:
            for draft in sorted(drafts, key=lambda draft: draft.date):
                if self.refuses(draft):
                    return True
                self.years.add(draft.date.year)
        finally:
            self.years = before
        return False

    def refuses_reversal(self, voucher: Posted, on: date, reason: str) -> str:
        """Return the field that must tell why a reversal is refused."""
        if not self.opens(on):
            return "on"
        if not reason.strip():
            return "reason"
        terms = {self.term_back(voucher, on)} if any(in_return(r) for r in voucher.rows) else set()
        late = on < voucher.day or self.is_locked(voucher.kind, on) or terms & self.locked_terms
        return "on" if late else ""

    def term_back(self, voucher: Posted, on: date) -> Month:
        """Return the VAT term that a voucher's VAT goes back to."""
        term = term_of(voucher.term_day)
        is_chosen = term != term_of(voucher.day)
        return term if is_chosen and term not in self.locked_terms else term_of(on)

    # --- What is done ---

    def post(self, draft: VoucherDraft, pk: int) -> Posted:
        """Note a draft that was posted."""
        term_day = draft.vat_term_date or draft.date
        self.terms.add(term_of(term_day))
        voucher = Posted(
            pk, draft.voucher_type, draft.date, term_day, draft.lines[0].currency, rows_of(draft)
        )
        self.add(voucher, term_of(term_day))
        if draft.source_key:
            self.keyed[draft.source_key] = (draft, pk)
        return voucher

    def reverse(self, voucher: Posted, on: date, reason: str, pk: int) -> Posted:
        """Note that a voucher was reversed."""
        term = self.term_back(voucher, on)
        self.terms.add(term_of(on))
        rows = [opposite(row) for row in voucher.rows]
        term_day = on if term == term_of(on) else voucher.term_day
        reversal = Posted(pk, voucher.kind, on, term_day, voucher.currency, rows)
        voucher.reversed_on, voucher.reason, voucher.reversal = on, reason.strip(), pk
        self.add(reversal, term)
        return reversal

    def add(self, voucher: Posted, term: Month) -> None:
        """Add a voucher's entries to all sums."""
        month = date(voucher.day.year, voucher.day.month, 1)
        self.years.add(voucher.day.year)
        self.vouchers[voucher.pk] = voucher
        self.last_numbers[voucher.kind, voucher.day.year] += 1
        for line, row in enumerate(voucher.rows, start=1):
            self.balances[row.account, month, row.department, row.project] += row.amount  # type: ignore[assignment]
            if in_return(row):
                self.vat[term, row.code, row.role] += row.amount  # type: ignore[assignment]
            if row.account in CONTROL:
                assert row.party is not None
                self.items[voucher.pk, line] = Item(
                    *(voucher.pk, line, row.account, row.party, voucher.currency),
                    *(row.amount, row.currency_amount, row.amount, row.currency_amount),
                )

    def difference(self, parts: dict[tuple[int, int], Decimal]) -> Decimal:
        """Return what parts, told in their currency, differ by in kroner."""
        return sum((self.items[key].in_kroner(part) for key, part in parts.items()), ZERO)

    def refuses_settlement(self, parts: dict[tuple[int, int], Decimal], on: date) -> bool:
        """Tell whether parts are too small for an øre, or their difference stands before a lock."""
        too_small = any(not self.items[key].in_kroner(part) for key, part in parts.items())
        return too_small or bool(self.difference(parts) and self.is_locked("manual", on))

    def settle(
        self, pk: int, parts: dict[tuple[int, int], Decimal], on: date, voucher: int
    ) -> None:
        """Note a settlement, and the voucher of its difference if it has one."""
        both = {key: (self.items[key].in_kroner(part), part) for key, part in parts.items()}
        if difference := self.difference(parts):
            item = self.items[next(iter(parts))]
            rows = [
                Row(item.account, -difference, ZERO, party=item.party),
                Row("8160" if difference > 0 else "8060", difference, difference),
            ]
            self.terms.add(term_of(on))
            self.add(Posted(voucher, "manual", on, on, item.currency, rows), term_of(on))
            both[voucher, 1] = (-difference, ZERO)
        self.take(Settled(pk, both, difference=voucher))

    def meets(self, voucher: Posted) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Return the pairs of items, of a voucher and its reversal, that are open as a whole on both sides."""
        pairs = [(key, (voucher.reversal, key[1])) for key in self.items if key[0] == voucher.pk]
        return [
            pair
            for pair in pairs
            if all(self.items[key].remaining == self.items[key].amount for key in pair)
        ]

    def settle_whole(self, pk: int, pair: tuple[tuple[int, int], tuple[int, int]]) -> None:
        """Note that an item and its opposite were set against each other."""
        items = {key: self.items[key] for key in pair}
        self.take(Settled(pk, {key: (i.amount, i.currency_amount) for key, i in items.items()}))

    def undo(
        self, settled: Settled, pk: int, on: date, reversal: int, reason: str, meeting: int
    ) -> None:
        """Note that a settlement was undone; its difference by a reversal, whose item it meets."""
        back = {key: (-amount, -currency) for key, (amount, currency) in settled.parts.items()}
        settled.undone_by = pk
        self.take(Settled(pk, back, is_undo=True))
        if settled.difference:
            self.reverse(self.vouchers[settled.difference], on, reason, reversal)
            self.settle_whole(meeting, ((settled.difference, 1), (reversal, 1)))
            self.settlements[meeting].is_undo = True

    def take(self, settled: Settled) -> None:
        """Lower what is left of items."""
        self.settlements[settled.pk] = settled
        for key, (amount, currency_amount) in settled.parts.items():
            self.items[key].remaining -= amount
            self.items[key].currency_remaining -= currency_amount

    def open_items(self) -> list[Item]:
        """Return what is not settled, by account, party and age."""
        left = [item for item in self.items.values() if item.remaining and not item.is_difference]
        return sorted(left, key=lambda i: (i.account, i.party, i.voucher, i.line))


def in_return(row: Row) -> bool:
    """Tell whether an entry is in the VAT return."""
    return bool(row.code) and row.code not in NOT_IN_RETURN


def opposite(row: Row) -> Row:
    """Return the entry that takes another back."""
    return Row(
        *(row.account, -row.amount, -row.currency_amount, row.code, row.role),
        *(row.department, row.project, row.party),
    )
