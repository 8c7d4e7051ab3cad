"""From a draft to the rows of a voucher: every rule looks at it, and all problems are told at once.

Pure on the books it is given: no database, no clock. What PostgreSQL refuses too is refused here first, with
words for the person at the screen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.books import Books
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.fitting import size_problems
from accounting.ledger.lines import LineCompiler
from accounting.ledger.master import A_YEAR
from accounting.ledger.models import Area, Period, VoucherType
from accounting.ledger.periods import EARLIEST
from accounting.ledger.rows import EntryRow
from erp.dates import format_date
from erp.errors import Problem
from erp.money import format_amount

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class CompiledVoucher:
    """A voucher that keeps every rule, ready to be written."""

    draft: VoucherDraft
    voucher_type: VoucherType
    period: Period
    entries: tuple[EntryRow, ...]
    fingerprint: str
    reverses: int | None = None
    reason: str = ""


def fingerprint(draft: VoucherDraft) -> str:
    """Return what tells two drafts apart, for a machine that posts the same key again.

    What is left at its default does not count, so that a later version, whose drafts can say more, still knows
    what an earlier one posted; nor does the way a number is written.
    """
    said = told(draft, DRAFT_DEFAULTS), [told(line, LINE_DEFAULTS) for line in draft.lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def defaults_of(kind: type[VoucherDraft] | type[DraftLine]) -> tuple[tuple[str, object], ...]:
    """Return the fields of a draft, apart from its lines, or of a line, each with its default."""
    return tuple(
        (f.name, f.default_factory() if f.default_factory is not MISSING else f.default)
        for f in fields(kind)
        if f.name != "lines"
    )


DRAFT_DEFAULTS = defaults_of(VoucherDraft)
LINE_DEFAULTS = defaults_of(DraftLine)


def told(
    thing: VoucherDraft | DraftLine, defaults: tuple[tuple[str, object], ...]
) -> dict[str, str]:
    """Return what was said in so many words."""
    values = ((name, getattr(thing, name), default) for name, default in defaults)
    return {name: in_words(value) for name, value, default in values if value != default}


def in_words(value: object) -> str:
    """Return a value as text, numbers without noughts at the end, dimensions in order."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return repr(sorted(value.items())) if isinstance(value, dict) else repr(value)


def compile_draft(
    draft: VoucherDraft, books: Books, *, by_hand: bool = False
) -> CompiledVoucher | list[Problem]:
    """Return the voucher's rows, or all problems with it, each at its field (`lines.2.account`).

    `by_hand` adds what holds for people only: locked accounts, and types that only machines post.
    """
    problems: list[Problem] = []
    voucher_type = books.master.voucher_types.get(draft.voucher_type)
    if voucher_type is None or not voucher_type.is_active:
        problems.append(Problem(_("Unknown voucher type."), "voucher_type"))
    elif by_hand and not voucher_type.is_manual:
        problems.append(Problem(_("This voucher type is not posted by hand."), "voucher_type"))
    period = books.period(draft.date)
    problems += lock_problems(period, voucher_type, draft.date)
    problems += document_date_problems(draft)
    compiler = LineCompiler(draft, books, by_hand=by_hand)
    entries = compiler.compile()
    problems += compiler.problems
    if not draft.lines:
        problems.append(Problem(_("A voucher needs at least two lines."), "lines"))
    if not problems:
        problems += size_problems(entries) or balance_problems(entries)
    if problems or voucher_type is None:
        return problems
    return CompiledVoucher(
        draft=draft,
        voucher_type=voucher_type,
        period=period,
        entries=tuple(replace(entry, line=number) for number, entry in enumerate(entries, start=1)),
        fingerprint=fingerprint(draft) if draft.source_key else "",
    )


def lock_problems(period: Period, voucher_type: VoucherType | None, day: date) -> list[Problem]:
    """Return the problem of a period that is locked, for everything or for the type's area."""
    area = voucher_type.area if voucher_type else Area.GENERAL
    locked = (
        period.is_locked
        or (area == Area.SALES and period.is_sales_locked)
        or (area == Area.PURCHASE and period.is_purchase_locked)
    )
    if not locked:
        return []
    message = _(
        "The period %(period)s is locked. Choose a later date than %(day)s, or open the period."
    )
    return [Problem(message % {"period": period, "day": format_date(day)}, "date")]


def document_date_problems(draft: VoucherDraft) -> list[Problem]:
    """Return the problem of a document whose date must be a slip: long after the posting, or long ago."""
    day = draft.document_date
    if day is None or (day.year >= EARLIEST and day - draft.date <= A_YEAR):
        return []
    message = _("A document dated %(day)s cannot belong to a voucher of %(date)s. Check the year.")
    told = {"day": format_date(day), "date": format_date(draft.date)}
    return [Problem(message % told, "document_date")]


def balance_problems(entries: Sequence[EntryRow]) -> list[Problem]:
    """Return the problem of a voucher that does not balance, and by how much."""
    difference = sum((entry.amount for entry in entries), ZERO)
    if not entries:
        return [Problem(_("A voucher without amounts cannot be posted."), "lines")]
    if difference > 0:
        message = _("The voucher is out of balance: %(amount)s is missing in credit.")
    else:
        message = _("The voucher is out of balance: %(amount)s is missing in debit.")
    return (
        [Problem(message % {"amount": format_amount(abs(difference))}, "lines")]
        if difference
        else []
    )
