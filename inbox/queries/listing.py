"""The list of the inbox, page by page: by stamp number, so that the oldest costs what the latest costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from erp.companies.models import Company
from inbox.models import Document
from inbox.queries.documents import TABS

PAGE = 50
HIGHEST = 2**63 - 1
COUNTED = 1000  # What is more is not numbered, so that no page counts for long.


@dataclass(frozen=True)
class Place:
    """Which part of the list: a tab, what is searched for, and the stamp number that its first or last row follows."""

    tab: str
    text: str = ""
    below: int | None = None
    above: int | None = None


@dataclass(frozen=True)
class DocumentPage:
    """Documents of a tab, latest first; `newer` and `older` are those next to them.

    `first` is the number of the first, and `found` how many a search has found, where that is known.
    """

    documents: Sequence[Document]
    newer: Document | None = None
    older: Document | None = None
    first: int | None = 1
    found: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether this page is the whole list."""
        return not self.newer and not self.older


def page_of_documents(company: Company, place: Place, current: Document | None) -> DocumentPage:
    """Return the page of a place. Where none is given, it is the one on which the open document stands."""
    if place.below is not None:
        return page_below(company, place, place.below)
    if place.above is not None:
        rows = latest(company, place, Q(stamp_number__gt=place.above), PAGE + 1, oldest_first=True)
        if len(rows) > PAGE:
            return page_below(company, place, rows[PAGE - 1].stamp_number + 1)
    page = page_below(company, place, HIGHEST)
    is_further_on = current and page.older and current.stamp_number <= page.older.stamp_number
    if current and is_further_on and place.above is None:
        return page_below(company, place, current.stamp_number + 1)
    return page


def next_waiting(company: Company, done: Document, text: str = "") -> Document | None:
    """Return the document to go on with after one is dealt with: the one below it in the list, else the first.

    `text` is what the list is searched for.
    """
    place = Place("new", text)
    below = latest(company, place, Q(stamp_number__lt=done.stamp_number), 1)
    others = below or latest(company, place, ~Q(pk=done.pk), 1)
    return others[0] if others else None


def page_below(company: Company, place: Place, stamp: int) -> DocumentPage:
    """Return the documents with a lower stamp number than this, and what stands next to them."""
    rows = latest(company, place, Q(stamp_number__lt=stamp), PAGE + 1)
    if not rows and stamp != HIGHEST:  # Dealt with meanwhile, or an old address.
        return page_below(company, place, HIGHEST)
    shown, older = rows[:PAGE], rows[PAGE] if rows[PAGE:] else None
    if stamp == HIGHEST:
        found = counted(company, place, Q()) if place.text and older else len(rows)
        return DocumentPage(shown, older=older, found=found)
    at_or_above = Q(stamp_number__gte=stamp)
    newer = latest(company, place, at_or_above, 1, oldest_first=True)
    ahead = counted(company, place, at_or_above)
    return DocumentPage(
        shown,
        newer=newer[0] if newer else None,
        older=older,
        first=None if ahead is None else ahead + 1,
        found=counted(company, place, Q()) if place.text else None,
    )


def counted(company: Company, place: Place, where: Q) -> int | None:
    """Count documents of a place; None when there are too many to be counted at every look."""
    count = numbered(company, place, where).order_by()[: COUNTED + 1].count()
    return count if count <= COUNTED else None


def latest(
    company: Company, place: Place, where: Q, most: int, *, oldest_first: bool = False
) -> list[Document]:
    """Return the first documents of a place, of all its states together.

    Each state is one range of an index; asked for both at once, PostgreSQL would read and sort all of both.
    """
    order = "stamp_number" if oldest_first else "-stamp_number"
    ranges = [
        numbered(company, place, where & Q(state=state)).order_by(order).values("pk")[:most]
        for state in TABS[place.tab]
    ]
    chosen = ranges[0].union(*ranges[1:], all=True)
    rows = Document.objects.for_company(company).filter(pk__in=chosen)
    return list(rows.select_related("file", "supplier").order_by(order)[:most])


def numbered(company: Company, place: Place, where: Q) -> QuerySet[Document]:
    """Return a tab's documents, narrowed to what is searched for."""
    documents = Document.objects.for_company(company).filter(where, state__in=TABS[place.tab])
    return documents.filter(searched(place.text)) if place.text else documents


def searched(text: str) -> Q:
    """Return the condition that the supplier's name or the invoice's number holds a text, or the stamp number is it."""
    digits = text.removeprefix("#")
    is_stamp = digits.isascii() and digits.isdecimal() and len(digits) < 16
    stamp = Q(stamp_number=int(digits)) if is_stamp else Q()
    if text.startswith("#") and is_stamp:
        return stamp
    return Q(supplier_name__icontains=text) | Q(number__icontains=text) | stamp
