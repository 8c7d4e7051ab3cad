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

    def share(self, amount: Decimal) -> Decimal:
        """Return the currency amount of a part of what is left."""
        if self.currency == "NOK":
            return amount
        if amount == self.remaining:
            return self.currency_remaining
        return half_up(self.currency_remaining * amount / self.remaining)


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


@dataclass
class Settled:
    """A settlement: parts by item, in kroner and currency."""

    pk: int
    parts: dict[tuple[int, int], tuple[Decimal, Decimal]]
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

    def settle(self, pk: int, parts: dict[tuple[int, int], Decimal]) -> None:
        """Note a settlement."""
        both = {key: (amount, self.items[key].share(amount)) for key, amount in parts.items()}
        self.take(Settled(pk, both))

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

    def undo(self, settled: Settled, pk: int) -> None:
        """Note that a settlement was undone."""
        back = {key: (-amount, -currency) for key, (amount, currency) in settled.parts.items()}
        settled.undone_by = pk
        self.take(Settled(pk, back, is_undo=True))

    def take(self, settled: Settled) -> None:
        """Lower what is left of items."""
        self.settlements[settled.pk] = settled
        for key, (amount, currency_amount) in settled.parts.items():
            self.items[key].remaining -= amount
            self.items[key].currency_remaining -= currency_amount

    def open_items(self) -> list[Item]:
        """Return what is not settled, by account, party and age."""
        left = [item for item in self.items.values() if item.remaining != ZERO]
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
