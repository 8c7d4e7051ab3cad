"""Steps that post: good drafts, broken ones, many at once, and the same key again."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from accounting.ledger.actions import (
    SourceKeyReused,
    check_voucher,
    post_voucher,
    post_vouchers,
)
from accounting.ledger.checks import check_books
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Voucher
from erp.access.models import User
from erp.errors import BusinessError
from tests.accounting.machine.agreement import assert_agree
from tests.accounting.machine.books import Books, open_books
from tests.accounting.machine.model import Model
from tests.accounting.machine.plans import broken_drafts, drafts

places = st.integers(0, 1_000)
seldom = st.sampled_from([False, False, False, True])


def refused_at(action: Callable[[], object]) -> set[str]:
    """Return the fields that a refusal names."""
    try:
        action()
    except BusinessError as error:
        assert all(str(problem.message) for problem in error.problems)
        return {problem.field for problem in error.problems}
    raise AssertionError("this should have been refused")


class PostingSteps(RuleBasedStateMachine):
    """Books of their own for each sequence; all that is done is committed."""

    accountant: ClassVar[User]

    def __init__(self) -> None:
        super().__init__()
        self.books: Books = open_books(self.accountant)
        self.model = Model()
        self.steps = 0

    @property
    def who(self) -> dict[str, object]:
        """Whose books, and by whom."""
        return {"company": self.books.company, "by": self.books.by}

    @invariant()
    def books_agree(self) -> None:
        """After every step the books are what the model says; all promises are proved every fourth time."""
        assert_agree(self.books.company, self.model)
        self.steps += 1
        if self.steps % 4 == 0:
            assert check_books(self.books.company) == []

    def teardown(self) -> None:
        """At the end of every sequence all promises are proved."""
        assert check_books(self.books.company) == []

    # --- Posting ---

    @rule(plan=drafts())
    def post(self, plan: VoucherDraft) -> None:
        """A draft that is good in itself is posted, unless a lock stands in its way."""
        draft = self.books.draft(plan)
        if field := self.model.refuses(draft):
            assert field in refused_at(lambda: post_voucher(draft, **self.who))
        else:
            self.note(draft, post_voucher(draft, **self.who))

    @rule(plan=drafts())
    def look(self, plan: VoucherDraft) -> None:
        """What posting would say is told without posting, and without opening a year or a VAT term."""
        draft = self.books.draft(plan)
        told = {problem.field for problem in check_voucher(draft, company=self.books.company)}
        field = self.model.refuses(draft)
        assert field in told if field else not told

    @rule(plan=broken_drafts())
    def post_broken(self, plan: tuple[VoucherDraft, str]) -> None:
        """A draft that breaks a rule is refused at its field, and nothing is changed."""
        draft, field = self.books.draft(plan[0]), plan[1]
        told = refused_at(lambda: post_voucher(draft, **self.who))
        # Whether a voucher balances is asked only when nothing else is wrong with it.
        is_hidden = bool(draft.lines) and field == "lines" and self.model.refuses(draft) != "lines"
        # A year that does not open is told alone.
        is_hidden = is_hidden or (not self.model.opens(draft.date) and told == {"date"})
        assert field in told or is_hidden, (field, told)

    @rule(
        plans=st.lists(drafts(), min_size=1, max_size=4),
        bad=st.none() | broken_drafts(),
        key=st.none() | places,
    )
    def post_many(
        self,
        plans: list[VoucherDraft],
        bad: tuple[VoucherDraft, str] | None,
        key: int | None,
    ) -> None:
        """Many at once are all posted or none; a source key among them that was posted before counts once."""
        several = [self.books.draft(plan) for plan in plans]
        if bad:
            several.insert(len(several) // 2, self.books.draft(bad[0]))
        if key is not None and self.model.keyed:
            again = sorted(self.model.keyed)[key % len(self.model.keyed)]
            several.append(self.model.keyed[again][0])
        fresh = [d for d in several if d.source_key is None]
        if bad or self.model.refuses_any(fresh):
            refused_at(lambda: post_vouchers(several, **self.who))
            return
        posted = post_vouchers(several, **self.who)
        for draft, voucher in zip(several, posted, strict=True):
            if draft.source_key is None:
                self.note(draft, voucher)
            else:
                assert voucher.pk == self.model.keyed[draft.source_key][1]

    @rule(plan=drafts(), times=st.integers(1, 2))
    def post_with_key(self, plan: VoucherDraft, times: int) -> None:
        """A machine posts something, perhaps twice at once."""
        draft = replace(self.books.draft(plan), source_key=f"bank:{len(self.model.keyed)}")
        if field := self.model.refuses(draft):
            told = refused_at(lambda: post_vouchers([draft] * times, **self.who))
            assert f"drafts.0.{field}" in told or not self.model.opens(draft.date)
            return
        posted = post_vouchers([draft] * times, **self.who)
        assert len({voucher.pk for voucher in posted}) == 1
        self.note(draft, posted[0])

    @precondition(lambda self: self.model.keyed)
    @rule(place=places, changed=st.booleans())
    def post_key_again(self, place: int, changed: bool) -> None:
        """The same key again is the first voucher, whatever is locked now; with other content it is an error."""
        draft, pk = self.model.keyed[sorted(self.model.keyed)[place % len(self.model.keyed)]]
        if not changed:
            assert post_voucher(draft, **self.who).pk == pk
            return
        try:
            post_voucher(replace(draft, text=f"{draft.text} endret"), **self.who)
        except SourceKeyReused:
            return
        raise AssertionError("the same key with other content was taken")

    def note(self, draft: VoucherDraft, voucher: Voucher) -> None:
        """Tell the model of a posted voucher, which has the next number."""
        self.model.post(draft, voucher.pk)
        key = draft.voucher_type, draft.date.year
        assert voucher.number == self.model.last_numbers[key]
